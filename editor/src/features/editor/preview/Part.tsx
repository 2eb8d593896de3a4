// An attachment with its bar of colour, or a row of title and value.
import type { NoticePart, Row } from "../../../core/notice";
import { Place } from "./Place";
import classes from "./Preview.module.css";

export function Part({ part }: { part: NoticePart }) {
  if (part.kind !== "rows") {
    return (
      <dl className={classes.fact} data-testid="preview-fact">
        <RowText row={part} />
      </dl>
    );
  }
  const borderLeftColor = typeof part.color === "string" ? part.color : undefined;
  return (
    <dl className={classes.part} style={{ borderLeftColor }} data-testid="preview-part">
      {part.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own; the place is it
        <div key={index} className={isShort(row) ? classes.short : classes.field}>
          <RowText row={row} />
        </div>
      ))}
    </dl>
  );
}

const isShort = (row: Row) => row.kind === "row" && row.isShort;

function RowText({ row }: { row: Row }) {
  return (
    <>
      <dt>{row.kind === "row" && <Place value={row.title} />}</dt>
      <dd>
        <Place value={row.value} />
      </dd>
    </>
  );
}
