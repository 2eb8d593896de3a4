// A field for code. A plain text area stands in until the code editor has been loaded, and keeps working without it.
import { Textarea } from "@mantine/core";
import { type ComponentType, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Completion } from "../../core/completion";
import classes from "./CodeField.module.css";

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

/** What is selected; the cursor alone where both are the same. */
export interface Caret {
  from: number;
  to: number;
}

export interface CodeEditorProps extends CodeFieldProps {
  /**
   * Where the cursor was in what stood in, if that had the focus: typing goes on there. Nothing if it had not, and
   * somebody is elsewhere by now; undefined if nothing stood in.
   */
  caret: RefObject<Caret | null | undefined>;
}

export function CodeField(props: CodeFieldProps) {
  const caret = useRef<Caret | null | undefined>(undefined);
  const Field = useCodeEditor() ?? Plain;
  return (
    <div className={classes.frame}>
      <Field {...props} caret={caret} />
    </div>
  );
}

let loaded: ComponentType<CodeEditorProps> | undefined;

/** The code editor, once it is there; without a connection it is asked for again when there is one. */
function useCodeEditor(): ComponentType<CodeEditorProps> | undefined {
  const [editor, setEditor] = useState(() => loaded);
  useEffect(() => {
    if (editor) return;
    const read = async () => {
      const found = await import("./CodeEditor").catch(() => undefined);
      loaded ??= found?.default;
      setEditor(() => loaded);
    };
    void read();
    window.addEventListener("online", read);
    return () => window.removeEventListener("online", read);
  }, [editor]);
  return editor;
}

function Plain({
  label,
  value,
  onChange,
  readOnly,
  minLines,
  autoFocus,
  testId,
  caret,
  handle,
}: CodeEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (handle) handle.current = handleOf(element);
    // Whoever began to type goes on at the end; a browser begins at the start.
    if (caret.current === undefined && document.activeElement === element) {
      element.setSelectionRange(element.value.length, element.value.length);
    }
    return () => {
      const { selectionStart: from, selectionEnd: to } = element;
      caret.current = document.activeElement === element ? { from, to } : null;
      if (handle) handle.current = null;
    };
  }, [caret, handle]);
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

function handleOf(field: HTMLTextAreaElement): CodeHandle {
  return {
    insert: (text) => {
      const { value, selectionStart, selectionEnd } = field;
      const inserted = text(value, selectionStart);
      const end = selectionStart + inserted.length;
      field.focus();
      field.setRangeText(inserted, selectionStart, selectionEnd);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // After the text has come back from the page, which puts the cursor at its end.
      requestAnimationFrame(() => field.setSelectionRange(end, end));
    },
    goTo: (at) => {
      field.focus();
      field.setSelectionRange(at, at);
    },
  };
}
