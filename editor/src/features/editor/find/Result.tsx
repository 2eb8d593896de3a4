// One place that was found: where it is, and the text around it.
import { memo } from "react";
import classes from "../SidePanel.module.css";

interface Props {
  where: string;
  text: string;
  start: number;
  end: number;
  /** What would stand there instead. */
  replacement?: string;
  isCurrent: boolean;
  onChoose: () => void;
}

const BEFORE = 24;
const AFTER = 60;

export const Result = memo(function Result(props: Props) {
  const { where, text, start, end, replacement, isCurrent, onChoose } = props;
  const from = Math.max(0, start - BEFORE);
  const piece = text.slice(start, end);
  return (
    <button
      type="button"
      className={classes.result}
      aria-current={isCurrent}
      ref={(element) => {
        if (isCurrent) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onChoose}
      data-testid="find-result"
    >
      <span className={classes.where}>{where}</span>
      <span className={classes.excerpt}>
        {from > 0 && "…"}
        {text.slice(from, start)}
        {replacement === undefined ? (
          <mark>{piece}</mark>
        ) : (
          <>
            <del>{piece}</del> <ins>{replacement}</ins>
          </>
        )}
        {text.slice(end, end + AFTER)}
      </span>
    </button>
  );
});
