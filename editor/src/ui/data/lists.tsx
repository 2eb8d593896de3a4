// The shape of a value, and what differs between two values, as plain tables.
import { Text } from "@mantine/core";
import { cellText } from "../../core/dataRows";
import type { Json } from "../../core/document";
import { diffValues } from "../../core/valueDiff";
import { shapeOf } from "../../core/valueSchema";
import classes from "./Data.module.css";

const LONG = 160;

export function ValueShape({ value }: { value: Json }) {
  return (
    <Scroll label="Schema">
      <table className={classes.list} data-testid="data-schema">
        <thead>
          <tr>
            <th>Field</th>
            <th>Type</th>
            <th>Seen</th>
            <th>Such as</th>
          </tr>
        </thead>
        <tbody>
          {shapeOf(value).map((row) => (
            <tr key={row.path}>
              <td className={classes.name}>{row.path || "(value)"}</td>
              <td>{row.types.join(" or ")}</td>
              <td>{row.seen === row.of ? `${row.seen}` : `${row.seen} of ${row.of}`}</td>
              <td>{typeof row.example === "object" ? "" : short(row.example)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface DiffProps {
  before: Json | undefined;
  after: Json | undefined;
  beforeName: string;
  afterName: string;
}

export function ValueDiff({ before, after, beforeName, afterName }: DiffProps) {
  const found = diffValues(before, after);
  if (found.length === 0) {
    return (
      <Text size="sm" c="dimmed" data-testid="data-diff">
        Both are the same.
      </Text>
    );
  }
  return (
    <Scroll label="Differences">
      <table className={classes.list} data-testid="data-diff">
        <thead>
          <tr>
            <th>Field</th>
            <th>{beforeName}</th>
            <th>{afterName}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((row) => (
            <tr key={row.path}>
              <td className={classes.name}>{row.path || "(value)"}</td>
              <td className={classes.removed}>{row.before === undefined ? "–" : short(row.before)}</td>
              <td className={classes.added}>{row.after === undefined ? "–" : short(row.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function short(value: Json): string {
  const text = cellText(value);
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

function Scroll({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      role="group"
      className={classes.box}
      style={{ maxHeight: 360 }}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </div>
  );
}
