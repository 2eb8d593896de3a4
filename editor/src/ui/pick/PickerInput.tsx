// One machine, group or tag, or one stored credential: chosen from what the server knows, or typed.
import { Autocomplete } from "@mantine/core";
import { type CredentialPickerProps, type Pickers, usePickers } from "./pickers";

interface Props extends CredentialPickerProps {
  kind: Exclude<keyof Pickers, "Targets">;
}

export function PickerInput({ kind, ...props }: Props) {
  const pickers = usePickers();
  if (!pickers) return <Plain {...props} />;
  const Picker: Pickers["Credential"] = pickers[kind];
  return <Picker {...props} />;
}

function Plain({ types: _types, others = [], onText, ...input }: CredentialPickerProps) {
  return <Autocomplete {...input} data={[...others]} limit={40} onChange={onText} />;
}
