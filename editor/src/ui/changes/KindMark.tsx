// The sign of a kind of change.
import type { ChangeKind } from "../../core/diff";
import classes from "./Changes.module.css";
import { KINDS } from "./kinds";

export function KindMark({ kind }: { kind: ChangeKind }) {
  const { sign, word, token } = KINDS[kind];
  return (
    <span
      className={classes.mark}
      style={{ background: `var(--oc-st-${token})` }}
      role="img"
      aria-label={word}
    >
      {sign}
    </span>
  );
}
