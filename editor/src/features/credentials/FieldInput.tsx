// One field of a credential, as its kind wants it. A secret is typed anew or left as it is, and never shown.
import { Button, NumberInput, PasswordInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import IconFileUpload from "@tabler/icons-react/dist/esm/icons/IconFileUpload.mjs";
import type { CredentialField } from "../../core/credentials";
import { pickTextFile } from "../../ui/files";
import { JsonInput } from "../../ui/JsonInput";
import { toastFailure } from "../../ui/toast";

interface Props {
  field: CredentialField;
  value: string;
  /** There is a secret already, and it stays if nothing is typed. */
  isSet: boolean;
  /** It is taken away instead. */
  isGone: boolean;
  error: string | undefined;
  onChange: (text: string) => void;
}

export function FieldInput({ field, value, isSet, isGone, error, onChange }: Props) {
  const common = {
    label: field.title,
    description: field.help || undefined,
    withAsterisk: field.required && !isSet,
    placeholder: isGone ? "Gone once you store this" : isSet ? "Unchanged" : undefined,
    disabled: isGone,
    error,
    "data-testid": `field-${field.name}`,
  };
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  switch (field.kind) {
    case "multiline":
      return (
        <Stack gap={6} align="flex-start">
          <Textarea
            {...common}
            w="100%"
            autosize
            minRows={4}
            maxRows={12}
            spellCheck={false}
            autoComplete="off"
            className="oc-mono-input"
            value={value}
            onChange={onText}
          />
          {!isGone && <FileButton label={field.title} onText={onChange} />}
        </Stack>
      );
    case "number":
      return <NumberInput {...common} value={value} onChange={(next) => onChange(String(next))} />;
    case "choice":
      return (
        <Select
          {...common}
          data={field.choices ?? []}
          value={value === "" ? null : value}
          allowDeselect={!field.required}
          onChange={(next) => onChange(next ?? "")}
        />
      );
    case "json":
      return <JsonInput {...common} text={value} onChange={onChange} />;
    default:
      return field.secret || field.kind === "password" ? (
        <PasswordInput {...common} value={value} onChange={onText} autoComplete="new-password" />
      ) : (
        <TextInput {...common} value={value} onChange={onText} autoComplete="off" />
      );
  }
}

/** Fills a field from a file, as it is for keys. */
function FileButton({ label, onText }: { label: string; onText: (text: string) => void }) {
  const read = async () => {
    try {
      const text = await pickTextFile("");
      if (text !== undefined) onText(text);
    } catch (error) {
      toastFailure("The file was not read", error);
    }
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconFileUpload size={14} />}
      onClick={read}
      aria-label={`Choose a file for ${label}`}
    >
      Choose a file
    </Button>
  );
}
