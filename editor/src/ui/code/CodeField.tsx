// A field for code. A plain text area stands in until the code editor has been loaded, and keeps working without it.
import { Textarea } from "@mantine/core";
import { lazy, type RefObject, Suspense, useLayoutEffect, useRef } from "react";
import type { Completion } from "../../core/completion";
import classes from "./CodeField.module.css";

const CodeEditor = lazy(() => import("./CodeEditor"));

export interface CodeHandle {
  insert: (text: (whole: string, at: number) => string) => void;
  /** Puts the cursor at a place and shows it. */
  goTo: (at: number) => void;
}

export interface Mistake {
  message: string;
  at: number;
  severity?: "error" | "warning";
}

export interface CodeFieldProps {
  label: string;
  value: string;
  language?: string;
  minLines?: number;
  placeholder?: string;
  readOnly?: boolean;
  testId?: string;
  autoFocus?: boolean;
  /** Text with code between double braces. */
  isTemplate?: boolean;
  /** What can stand at a place of the text. */
  complete?: (text: string, at: number) => Completion | undefined;
  /** A mistake to underline at its place. */
  mistake?: Mistake;
  /** Several mistakes, in place of one. */
  mistakes?: readonly Mistake[];
  /** Set while the editor is there: puts text at the cursor. */
  handle?: { current: CodeHandle | null };
  /** The longest it grows before it scrolls, in pixels. */
  maxHeight?: number;
  onChange?: (text: string) => void;
}

export interface CodeEditorProps extends CodeFieldProps {
  /** Where the cursor was in what stood in, if that had the focus: typing goes on there. */
  caret: RefObject<number | null>;
}

export function CodeField(props: CodeFieldProps) {
  const caret = useRef<number | null>(null);
  return (
    <div className={classes.frame}>
      <Suspense fallback={<Plain {...props} caret={caret} />}>
        <CodeEditor {...props} caret={caret} />
      </Suspense>
    </div>
  );
}

function Plain({ label, value, onChange, readOnly, minLines, autoFocus, testId, caret }: CodeEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    return () => {
      caret.current = element && document.activeElement === element ? element.selectionStart : null;
    };
  }, [caret]);
  return (
    <Textarea
      ref={field}
      aria-label={label}
      data-testid={testId}
      value={value}
      readOnly={readOnly}
      autoFocus={autoFocus}
      rows={minLines ?? 1}
      variant="unstyled"
      classNames={{ input: classes.plain }}
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}
