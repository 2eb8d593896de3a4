// A value typed as JSON. The text stays what was typed; the reader says what is wrong with it.
import { Textarea } from "@mantine/core";
import { readJson } from "../core/jsonText";

interface Props {
  label: string;
  description?: string;
  placeholder?: string;
  text: string;
  withAsterisk?: boolean;
  disabled?: boolean;
  /** What else is wrong with it. */
  error?: string;
  minRows?: number;
  onChange: (text: string) => void;
  "data-testid"?: string;
}

export function JsonInput({ text, onChange, minRows = 3, error, ...rest }: Props) {
  return (
    <Textarea
      {...rest}
      autosize
      minRows={minRows}
      maxRows={16}
      spellCheck={false}
      className="oc-mono-input"
      value={text}
      error={readJson(text).error ?? error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
