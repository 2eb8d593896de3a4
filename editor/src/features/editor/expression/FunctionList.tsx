// Functions and filters with a line of help each, to click into the code.
import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { CodeKind } from "../../../core/completion";
import {
  EXPRESSION_FUNCTIONS,
  FILTERS,
  type FunctionDoc,
  METHODS,
  TEMPLATE_FUNCTIONS,
} from "../../../core/functions";
import classes from "./Expression.module.css";

interface Shown extends FunctionDoc {
  text: string;
}

const FOR: Readonly<Record<CodeKind, readonly Shown[]>> = {
  expression: [
    ...EXPRESSION_FUNCTIONS.map((item) => ({ ...item, text: item.usage })),
    ...METHODS.map((item) => ({ ...item, text: `.${item.usage}` })),
  ],
  template: [
    ...FILTERS.map((item) => ({ ...item, text: ` | ${item.usage}` })),
    ...TEMPLATE_FUNCTIONS.map((item) => ({ ...item, text: item.usage })),
  ],
};

export function FunctionList({ kind, onInsert }: { kind: CodeKind; onInsert: (text: string) => void }) {
  const [search, setSearch] = useState("");
  const words = search.trim().toLowerCase();
  const shown = FOR[kind].filter(({ name, info }) => `${name} ${info}`.toLowerCase().includes(words));
  return (
    <section aria-label="Functions" className={classes.functions}>
      <TextInput
        size="xs"
        aria-label="Search the functions"
        placeholder={kind === "template" ? "Search filters and functions" : "Search functions"}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ul className={classes.functionList}>
        {shown.map((item) => (
          <li key={item.text}>
            <button
              type="button"
              className={classes.name}
              title={item.usage}
              onClick={() => onInsert(item.text)}
            >
              <span>{item.usage}</span>
              <span className={classes.detail}>{item.info}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && <li className={classes.quiet}>No function holds “{search}”.</li>}
      </ul>
    </section>
  );
}
