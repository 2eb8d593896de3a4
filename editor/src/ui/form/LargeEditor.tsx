// The way from a field to the large editor, where names are clicked into the code.
import IconArrowsMaximize from "@tabler/icons-react/dist/esm/icons/IconArrowsMaximize.mjs";
import type { CodeKind } from "../../core/completion";
import classes from "./Field.module.css";
import { type EditorProps, testId, useForm } from "./formContext";

interface Props extends Pick<EditorProps, "label" | "path" | "schema"> {
  className: string | undefined;
  kind: CodeKind;
  language?: string;
  onChange: (text: string) => void;
}

export function LargeEditor({ className, label, path, schema, kind, language, onChange }: Props) {
  const { help } = useForm();
  if (!help) return null;
  return (
    <button
      type="button"
      className={`${classes.toggle} ${className}`}
      aria-label={`${label}: open the large editor`}
      title="Large editor with data and result"
      onClick={() => help.open({ path, label, kind, binds: schema["x-binds"], language, apply: onChange })}
      data-testid={`${testId(path)}-open`}
    >
      <IconArrowsMaximize size={14} aria-hidden="true" />
    </button>
  );
}
