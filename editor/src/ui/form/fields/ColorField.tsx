// A colour, typed or picked.
import { ColorInput } from "@mantine/core";
import { type EditorProps, useForm } from "../formContext";
import { asText, common, placeholderOf } from "./scalars";

export default function ColorField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, required } = props;
  return (
    <ColorInput
      {...common(props)}
      value={asText(value)}
      placeholder={placeholderOf(props)}
      onChange={(text) => onChange(path, text === "" && !required ? undefined : text)}
    />
  );
}
