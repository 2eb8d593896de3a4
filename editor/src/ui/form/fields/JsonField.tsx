// Any JSON value as text. What cannot be read yet stays in the field and is not passed on; nothing is lost.
import { useState } from "react";
import type { Json } from "../../../core/document";
import { CodeField } from "../../code/CodeField";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { useMessageWithin } from "../messages";

interface Draft {
  text: string;
  value: Json | undefined;
  isBroken: boolean;
}

export function JsonField(props: EditorProps) {
  const { onChange, readOnly } = useForm();
  const { value, path, label } = props;
  const error = useMessageWithin(path) ?? props.error;
  const [draft, setDraft] = useState<Draft>(() => fresh(value));
  const shown = draft.value === value ? draft : fresh(value);

  const edit = (text: string) => {
    const next = read(text);
    if (next === undefined) return setDraft({ text, value, isBroken: true });
    setDraft({ text, value: next.value, isBroken: false });
    onChange(path, next.value);
  };

  return (
    <FieldFrame
      {...props}
      error={shown.isBroken ? "This is not JSON yet; it is kept here until it is." : error}
    >
      <CodeField
        label={label}
        language="json"
        minLines={props.isInline ? 1 : 4}
        value={shown.text}
        readOnly={readOnly}
        testId={testId(path)}
        onChange={edit}
      />
    </FieldFrame>
  );
}

function fresh(value: Json | undefined): Draft {
  return { text: value === undefined ? "" : JSON.stringify(value, null, 2), value, isBroken: false };
}

function read(text: string): { value: Json | undefined } | undefined {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
