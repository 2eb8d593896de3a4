// One field before and after: short values beside each other, longer texts line by line.
import { lazy, Suspense } from "react";
import { cellText } from "../../core/dataRows";
import type { Json } from "../../core/document";
import { Boundary } from "../Boundary";
import classes from "./Changes.module.css";

const TextDiff = lazy(() => import("./TextDiff"));

interface FieldDiffProps {
  label: string;
  before: Json | undefined;
  after: Json | undefined;
  language?: string;
}

const SHORT = 200;

export function FieldDiff({ label, before, after, language }: FieldDiffProps) {
  const isText = typeof before === "string" && typeof after === "string";
  const plain = <Plain before={before} after={after} />;
  return (
    <div className={classes.field}>
      <div className={classes.fieldName}>{label}</div>
      {isText && (before.includes("\n") || after.includes("\n")) ? (
        <Boundary shown={() => plain}>
          <Suspense fallback={plain}>
            <TextDiff before={before} after={after} language={language} label={`${label}, what changed`} />
          </Suspense>
        </Boundary>
      ) : (
        plain
      )}
    </div>
  );
}

function Plain({ before, after }: Pick<FieldDiffProps, "before" | "after">) {
  return (
    <div className={classes.values}>
      {before !== undefined && <ValueText kind="removed" value={before} />}
      {after !== undefined && <ValueText kind="added" value={after} />}
    </div>
  );
}

const SIGNS = { removed: ["−", "was"], added: ["+", "is"] } as const;

function ValueText({ kind, value }: { kind: "removed" | "added"; value: Json }) {
  const [sign, word] = SIGNS[kind];
  const Element = kind === "removed" ? "del" : "ins";
  return (
    <Element className={classes.value} data-kind={kind}>
      <span aria-hidden="true">{sign} </span>
      <span className="oc-sr-only">{word} </span>
      {shortText(value)}
    </Element>
  );
}

export function shortText(value: Json): string {
  const text = cellText(value);
  if (text === "") return "(empty)";
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}
