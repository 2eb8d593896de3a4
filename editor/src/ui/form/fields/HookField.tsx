// The path of an address at which the server takes calls. What comes before it is always the same.
import { Text, TextInput } from "@mantine/core";
import { type EditorProps, useForm } from "../formContext";
import { asText, common, placeholderOf } from "./scalars";

const PREFIX = "/hooks/";
const PREFIX_WIDTH = 66;

/** All of an address before the path, for one that is pasted whole. */
const BEFORE_PATH = /^(https?:\/\/[^/]+)?\/(hooks\/)?/;

export default function HookField(props: EditorProps) {
  const { onChange, help } = useForm();
  const { value, path, required } = props;
  const text = asText(value);
  const set = (next: string) => onChange(path, next === "" && !required ? undefined : next);
  return (
    <div>
      <TextInput
        {...common(props)}
        value={text}
        placeholder={placeholderOf(props) ?? "orders"}
        autoComplete="off"
        spellCheck={false}
        leftSection={
          <Text span size="sm" c="dimmed" className="oc-mono">
            {PREFIX}
          </Text>
        }
        leftSectionWidth={PREFIX_WIDTH}
        onChange={(event) => set(event.currentTarget.value.replace(BEFORE_PATH, ""))}
      />
      {help && text !== "" && <help.Below widget="hook" path={path} text={text} />}
    </div>
  );
}
