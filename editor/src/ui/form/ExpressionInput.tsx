// A field of code: completion from real names, the mistake at its place, and what it comes to with the example data.
import { useCallback, useMemo, useState } from "react";
import { type CodeKind, completionAt } from "../../core/completion";
import { placeIn } from "../../core/probe";
import { withNames } from "../../core/scope";
import { CodeField } from "../code/CodeField";
import classes from "./Field.module.css";
import { type EditorProps, testId, useForm } from "./formContext";
import { LargeEditor } from "./LargeEditor";

interface Props extends Pick<EditorProps, "label" | "path" | "error" | "schema"> {
  code: string;
  kind?: CodeKind;
  language?: string;
  minLines?: number;
  placeholder?: string;
  autoFocus?: boolean;
  onChange: (text: string) => void;
}

export function ExpressionInput({ code, kind = "expression", label, path, error, schema, ...props }: Props) {
  const { help, readOnly } = useForm();
  const [isActive, setActive] = useState(props.autoFocus === true);
  const [live, setLive] = useState<{ message: string; at: number }>();
  const binds = schema["x-binds"];
  const complete = useCallback(
    (text: string, at: number) => help && completionAt(text, at, kind, withNames(help.scope(), binds)),
    [help, kind, binds],
  );
  const mistake = useMemo(() => mistakeIn(error, code) ?? live, [error, code, live]);
  const hasCode = kind === "expression" ? code.trim() !== "" : code.includes("{{");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the editor inside takes the focus; this only hears of it
    <div className={classes.code} onFocus={() => setActive(true)}>
      <CodeField
        label={label}
        language={props.language ?? (kind === "expression" ? "rhai" : undefined)}
        isTemplate={kind === "template"}
        value={code}
        minLines={props.minLines}
        placeholder={props.placeholder ?? "vars.name"}
        testId={testId(path)}
        readOnly={readOnly}
        autoFocus={props.autoFocus}
        complete={help ? complete : undefined}
        mistake={mistake}
        onChange={props.onChange}
      />
      <LargeEditor
        className={classes.enlarge}
        label={label}
        path={path}
        schema={schema}
        kind={kind}
        language={props.language}
        onChange={props.onChange}
      />
      {help && isActive && hasCode && !binds && error === undefined && (
        <help.Live kind={kind} code={code} onPlace={setLive} />
      )}
    </div>
  );
}

function mistakeIn(error: string | undefined, code: string): { message: string; at: number } | undefined {
  const at = error === undefined ? undefined : placeIn(error, code);
  return error === undefined || at === undefined ? undefined : { message: error, at };
}
