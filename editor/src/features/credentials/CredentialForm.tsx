// Makes a credential of a type, or changes one: its name, and what its type asks for.
import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSaveCredential } from "../../api/credentials/saveCredential";
import { fieldErrors, isAboutFields, isCode } from "../../api/problem";
import {
  type Credential,
  type CredentialType,
  readFields,
  shownFields,
  startingFields,
} from "../../core/credentials";
import { ChangedMeanwhile } from "../../ui/Changed";
import { FormButtons } from "../../ui/FormButtons";
import { useHeldSheet } from "../../ui/Sheet";
import { Failed } from "../../ui/states";
import { toast } from "../../ui/toast";
import { Fields } from "./Fields";
import { useFieldDrafts } from "./useFieldDrafts";

interface Props {
  types: readonly CredentialType[];
  /** The one that is changed; a new one otherwise. */
  stored?: Credential;
  onReload?: () => void;
  onClose: () => void;
}

const NOTHING: readonly never[] = [];

export function CredentialForm({ types, stored, onReload, onClose }: Props) {
  const save = useSaveCredential();
  const [typeName, setTypeName] = useState(stored?.type ?? null);
  const [name, setName] = useState(stored?.name ?? "");
  const [description, setDescription] = useState(stored?.description ?? "");
  const type = types.find((one) => one.type === typeName);
  const fields = type?.fields ?? NOTHING;
  const form = useFieldDrafts(() => startingFields(fields, stored?.fields));
  const shown = shownFields(fields, form.drafts);
  const read = readFields(shown, form.drafts, stored?.secrets, form.gone);
  useHeldSheet(
    form.isTouched || name !== (stored?.name ?? "") || description !== (stored?.description ?? ""),
  );
  const isTaken = isCode(save.error, "name_taken");
  const nameError = isTaken
    ? "There is a credential with this name."
    : fieldErrors(save.error, ["name"]).name;
  const choose = (next: string | null) => {
    save.reset();
    setTypeName(next);
    form.begin(startingFields(types.find((one) => one.type === next)?.fields ?? NOTHING));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || typeName === null || !form.check(read.errors)) return;
    const draft = { stored, type: typeName, name: name.trim(), description, fields: read.values };
    const onSuccess = () => {
      toast(`“${draft.name}” is stored.`);
      onClose();
    };
    const names = shown.map((field) => field.name);
    save.mutate(draft, { onSuccess, onError: (error) => form.refuse(error, names) });
  };
  const toldAtFields = ["name", ...shown.map((field) => `fields.${field.name}`)];
  return (
    <form onSubmit={submit} noValidate autoComplete="off" data-testid="credential-form">
      <Stack gap="md">
        <Select
          label="Type"
          placeholder="Choose what it is for"
          data={types.map((one) => ({ value: one.type, label: one.name }))}
          value={typeName}
          description={type?.description}
          allowDeselect={false}
          disabled={stored !== undefined}
          onChange={choose}
          data-autofocus={stored === undefined || undefined}
          data-testid="credential-type"
        />
        {type && (
          <>
            <TextInput
              label="Name"
              description="Targets and flows say this name."
              withAsterisk
              value={name}
              error={nameError}
              onChange={(event) => {
                setName(event.currentTarget.value);
                if (nameError) save.reset();
              }}
              autoComplete="off"
              data-testid="credential-name"
            />
            <Fields
              fields={shown}
              drafts={form.drafts}
              set={stored?.secrets}
              gone={form.gone}
              errors={form.errorsOf(read.errors)}
              onChange={form.set}
              onTakeAway={form.takeAway}
            />
            <Textarea
              label="Description"
              autosize
              minRows={2}
              maxRows={8}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
              data-testid="credential-description"
            />
          </>
        )}
        {isCode(save.error, "changed_meanwhile") && onReload ? (
          <ChangedMeanwhile onReload={onReload} />
        ) : (
          save.error &&
          !isTaken &&
          !isAboutFields(save.error, toldAtFields) && (
            <Failed what="The credential was not stored" error={save.error} />
          )
        )}
        {stored && <Text size="xs">What is secret stays as it is where you leave it empty.</Text>}
        <FormButtons
          label="Store"
          isBusy={save.isPending}
          isOff={!type || name.trim() === ""}
          testId="credential-save"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
