// Writing in place: Enter or leaving keeps it, Escape does not. In a long text Enter is a new line. It ends without a
// change when the text becomes another one meanwhile, by an undo, say.
import { useEffect, useRef, useState } from "react";

interface InlineTextProps {
  value: string;
  label: string;
  className?: string;
  isLong?: boolean;
  style?: React.CSSProperties;
  onDone: (text: string | undefined) => void;
}

export function InlineText({ value, label, className, isLong = false, style, onDone }: InlineTextProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const begun = useRef(value);
  const isDone = useRef(false);
  const finish = (result: string | undefined) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(result);
  };
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  useEffect(() => {
    if (value !== begun.current) finish(undefined);
  });
  const Field = isLong ? "textarea" : "input";
  return (
    <Field
      ref={field}
      className={`nodrag nopan nowheel nokey ${className ?? ""}`}
      style={style}
      aria-label={label}
      data-own-undo
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={() => finish(text)}
      onKeyDown={(event) => {
        event.stopPropagation();
        const isEnd = event.key === "Enter" && (!isLong || event.ctrlKey || event.metaKey);
        if (!isEnd && event.key !== "Escape") return;
        event.preventDefault();
        finish(isEnd ? text : undefined);
        document.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus({ preventScroll: true });
      }}
    />
  );
}
