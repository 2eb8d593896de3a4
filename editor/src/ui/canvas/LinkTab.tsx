// One end of a link: an arrow with the link's name. A press chooses the wire, a double press or Enter goes to the other
// end.
import type { SyntheticEvent } from "react";
import type { TabPlace } from "../../core/linkTabs";
import classes from "./LinkView.module.css";
import type { WireData } from "./model";
import { useCanvasView } from "./useCanvasView";

export type LinkEnd = "source" | "target";

interface LinkTabProps {
  id: string;
  data: WireData;
  end: LinkEnd;
  place: TabPlace;
  /** What is at the other end, on the canvas. */
  other: string;
  count: number | undefined;
  onNear: (end: LinkEnd) => void;
}

const SHIFT = { left: "translate(0, -50%)", right: "translate(-100%, -50%)", top: "translate(-50%, 0)" };

export function LinkTab({ id, data, end, place, other, count, onNear }: LinkTabProps) {
  const view = useCanvasView();
  const { link, label } = data.wire;
  const go = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation();
    view.show(other);
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`nodrag nopan ${classes.tab}`}
      style={{ transform: `${SHIFT[place.side]} translate(${place.x}px, ${place.y}px)` }}
      aria-label={labelOf(data, end, count)}
      title={`${link}: double-click goes to the other end`}
      data-end={end}
      data-testid={`link-${id}-${end}`}
      onMouseEnter={() => onNear(end)}
      onDoubleClick={go}
      onKeyDown={(event) => {
        if (event.key === "Enter") go(event);
      }}
    >
      <span className={classes.face}>
        <span className={classes.name}>{link}</span>
        {label && <span className={classes.label}>{label}</span>}
        {count !== undefined && <span className={classes.count}>{count}</span>}
      </span>
    </button>
  );
}

function labelOf({ wire, sourceTitle, targetTitle }: WireData, end: LinkEnd, count: number | undefined) {
  const way = end === "source" ? `to ${targetTitle}` : `from ${sourceTitle}`;
  const used = count === undefined ? "" : `, used ${count === 1 ? "once" : `${count} times`}`;
  return `Link “${wire.link}” ${way}${used}`;
}
