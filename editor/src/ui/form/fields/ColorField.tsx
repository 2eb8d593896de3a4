// A colour, typed or picked.
import { ColorInput } from "@mantine/core";
import { type EditorProps, useForm } from "../formContext";
import { asText, common, placeholderOf } from "./scalars";

export default function ColorField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, required, label } = props;
  return (
    <ColorInput
      {...common(props)}
      value={asText(value)}
      placeholder={placeholderOf(props)}
      fixOnBlur={false}
      eyeDropperButtonProps={{ "aria-label": `${label}: pick from the screen` }}
      onChange={(text) => onChange(path, text === "" && !required ? undefined : text)}
    />
  );
}
