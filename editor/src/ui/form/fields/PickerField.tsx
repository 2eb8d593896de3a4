// A field that names machines or a stored credential.
import { useState } from "react";
import { PickerInput } from "../../pick/PickerInput";
import { type EditorProps, useForm } from "../formContext";
import { asText, common, placeholderOf } from "./scalars";

export function TargetField(props: EditorProps) {
  return <PickerField {...props} kind="Target" fallback="Name of a machine" />;
}

export function CredentialField(props: EditorProps) {
  return <PickerField {...props} kind="Credential" fallback="Name of a credential" />;
}

interface Props extends EditorProps {
  kind: "Target" | "Credential";
  fallback: string;
}

function PickerField({ kind, fallback, ...props }: Props) {
  const { onChange, help } = useForm();
  const { schema, path, required } = props;
  const [others] = useState(() => help?.names({ widget: schema["x-ui"]?.widget, isNode: false }));
  return (
    <PickerInput
      {...common(props)}
      kind={kind}
      value={asText(props.value)}
      placeholder={placeholderOf(props) ?? fallback}
      types={schema["x-ui"]?.credentialTypes}
      others={others}
      onText={(text) => onChange(path, text === "" && !required ? undefined : text)}
    />
  );
}
