// The fields of a credential that have their place with what is filled in.
import { Button, Stack } from "@mantine/core";
import {
  type CredentialField,
  canTakeAway,
  type FieldDrafts,
  type FieldErrors,
} from "../../core/credentials";
import { FieldInput } from "./FieldInput";

interface Props {
  fields: readonly CredentialField[];
  drafts: FieldDrafts;
  /** Names of secrets that there are already. */
  set?: readonly string[];
  /** Those of them that are taken away. */
  gone?: readonly string[];
  errors: FieldErrors;
  onChange: (name: string, text: string) => void;
  /** Left out where secrets can only be replaced. */
  onTakeAway?: (name: string, isGone: boolean) => void;
}

export function Fields({ fields, drafts, set = [], gone = [], errors, onChange, onTakeAway }: Props) {
  return fields.map((field) => {
    const { name, title } = field;
    const value = drafts[name] ?? "";
    const isGone = gone.includes(name);
    return (
      <Stack key={name} gap={6}>
        <FieldInput
          field={field}
          value={value}
          isSet={field.secret && set.includes(name)}
          isGone={isGone}
          error={errors[name]}
          onChange={(text) => onChange(name, text)}
        />
        {onTakeAway && value === "" && canTakeAway(field, set) && (
          <TakeAway title={title} isGone={isGone} onChange={(next) => onTakeAway(name, next)} />
        )}
      </Stack>
    );
  });
}

interface TakeAwayProps {
  title: string;
  isGone: boolean;
  onChange: (isGone: boolean) => void;
}

function TakeAway({ title, isGone, onChange }: TakeAwayProps) {
  const label = isGone ? "Keep it" : "Take away";
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color={isGone ? undefined : "gray"}
      style={{ alignSelf: "flex-start" }}
      aria-label={`${label}: ${title}`}
      onClick={() => onChange(!isGone)}
    >
      {label}
    </Button>
  );
}
