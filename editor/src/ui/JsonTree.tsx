// A JSON value to look at: branches open and close, long ones show their beginning first.
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { useState } from "react";
import type { Json } from "../core/document";
import classes from "./JsonTree.module.css";

const PAGE = 100;
const LONG_TEXT = 400;

export function JsonTree({ value, ...rest }: { value: Json; "data-testid"?: string }) {
  return (
    <div className={classes.tree} {...rest}>
      <Value value={value} depth={0} />
    </div>
  );
}

function Value({ name, value, depth }: { name?: string; value: Json; depth: number }) {
  if (typeof value === "object" && value !== null) return <Branch name={name} value={value} depth={depth} />;
  return (
    <div className={classes.line}>
      <span className={classes.indent} />
      {name !== undefined && <span className={classes.name}>{name}: </span>}
      <Leaf value={value} />
    </div>
  );
}

function Leaf({ value }: { value: null | boolean | number | string }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") {
    return <span className={classes.literal}>{String(value)}</span>;
  }
  const isLong = value.length > LONG_TEXT && !isWhole;
  return (
    <span className={classes.text}>
      {isLong ? value.slice(0, LONG_TEXT) : value === "" ? "(empty text)" : value}
      {isLong && (
        <button type="button" className={classes.more} onClick={() => setWhole(true)}>
          show all {value.length.toLocaleString()} characters
        </button>
      )}
    </span>
  );
}

function Branch({
  name,
  value,
  depth,
}: {
  name?: string;
  value: Json[] | { [key: string]: Json };
  depth: number;
}) {
  const [isOpen, setOpen] = useState(depth < 2);
  const [shown, setShown] = useState(PAGE);
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((item, index): [string, Json] => [String(index), item])
    : Object.entries(value);
  const size = isList
    ? `${entries.length} ${entries.length === 1 ? "item" : "items"}`
    : entries.length === 0
      ? "empty"
      : "";
  return (
    <div>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={isOpen}
        onClick={() => setOpen((open) => !open)}
      >
        <IconChevronRight size={14} className={isOpen ? classes.open : undefined} aria-hidden="true" />
        <span className={classes.name}>{name ?? (isList ? "list" : "object")}</span>
        <span className={classes.size}>{isOpen ? size : `${isList ? "[…]" : "{…}"} ${size}`}</span>
      </button>
      {isOpen && (
        <div className={classes.children}>
          {entries.slice(0, shown).map(([key, item]) => (
            <Value key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button
              type="button"
              className={classes.more}
              onClick={() => setShown((count) => count + PAGE * 5)}
            >
              show more ({entries.length - shown} left)
            </button>
          )}
        </div>
      )}
    </div>
  );
}
