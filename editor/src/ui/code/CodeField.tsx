// A field for code. A plain text area stands in until the code editor has been loaded, and keeps working without it.
import { Textarea } from "@mantine/core";
import { lazy, Suspense } from "react";
import classes from "./CodeField.module.css";

const CodeEditor = lazy(() => import("./CodeEditor"));

export interface CodeFieldProps {
  label: string;
  value: string;
  language?: string;
  minLines?: number;
  placeholder?: string;
  readOnly?: boolean;
  testId?: string;
  onChange?: (text: string) => void;
}

export function CodeField(props: CodeFieldProps) {
  return (
    <div className={classes.frame}>
      <Suspense fallback={<Plain {...props} />}>
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}

function Plain({ label, value, onChange, readOnly, minLines }: CodeFieldProps) {
  return (
    <Textarea
      aria-label={label}
      value={value}
      readOnly={readOnly}
      rows={minLines ?? 1}
      variant="unstyled"
      classNames={{ input: classes.plain }}
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}
