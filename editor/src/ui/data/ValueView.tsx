// A value to look at: as a tree, as a table where it is one, by its schema, or beside another value.
import { SegmentedControl, TextInput } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { tableOf } from "../../core/dataRows";
import type { Json } from "../../core/document";
import classes from "./Data.module.css";
import { DataTable } from "./DataTable";
import { DataTree } from "./DataTree";
import { ValueShape } from "./lists";

type Mode = "tree" | "table" | "schema" | "diff";

interface Props {
  value: Json;
  label: string;
  /** What to compare with; the choice and the result. */
  diff?: ReactNode;
  "data-testid"?: string;
}

const LARGE = 8;

export function ValueView({ value, label, diff, ...rest }: Props) {
  const [wanted, setMode] = useState<Mode>("tree");
  const [search, setSearch] = useState("");
  const table = useMemo(() => tableOf(value), [value]);
  const isBranch = typeof value === "object" && value !== null;
  const mode = wanted === "table" && !table ? "tree" : wanted;
  const modes = [
    { value: "tree", label: "JSON" },
    ...(table ? [{ value: "table", label: "Table" }] : []),
    ...(isBranch ? [{ value: "schema", label: "Schema" }] : []),
    ...(diff ? [{ value: "diff", label: "Compare" }] : []),
  ];
  return (
    <div className={classes.view}>
      {modes.length > 1 && (
        <div className={classes.tools}>
          <SegmentedControl
            size="xs"
            data={modes}
            value={mode}
            aria-label={`How to show ${label}`}
            onChange={(next) => setMode(next as Mode)}
          />
          {mode === "tree" && isBranch && Object.keys(value).length > LARGE && (
            <TextInput
              size="xs"
              flex={1}
              aria-label={`Search in ${label}`}
              placeholder="Search"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          )}
        </div>
      )}
      {mode === "tree" && <DataTree value={value} search={search} {...rest} />}
      {mode === "table" && table && <DataTable table={table} />}
      {mode === "schema" && <ValueShape value={value} />}
      {mode === "diff" && diff}
    </div>
  );
}
