// Other secrets for a credential. Its name and all that refers to it stay.
import { Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import { useRotateCredential } from "../../api/credentials/rotateCredential";
import { isAboutFields } from "../../api/problem";
import {
  type Credential,
  type CredentialType,
  readFields,
  shownFields,
  startingFields,
} from "../../core/credentials";
import { FormButtons } from "../../ui/FormButtons";
import { useHeldSheet } from "../../ui/Sheet";
import { Failed } from "../../ui/states";
import { toast } from "../../ui/toast";
import { Fields } from "./Fields";
import { useFieldDrafts } from "./useFieldDrafts";

interface Props {
  credential: Credential;
  types: readonly CredentialType[];
  onClose: () => void;
}

export function RotateForm({ credential, types, onClose }: Props) {
  const rotate = useRotateCredential(credential.id);
  const all = types.find((one) => one.type === credential.type)?.fields ?? [];
  const form = useFieldDrafts(() => startingFields(all, credential.fields));
  useHeldSheet(form.isTouched);
  const secrets = shownFields(all, form.drafts).filter((field) => field.secret);
  const read = readFields(secrets, form.drafts, credential.secrets);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rotate.isPending || !form.check(read.errors)) return;
    const onSuccess = () => {
      toast(`“${credential.name}” has new secrets.`);
      onClose();
    };
    const names = secrets.map((field) => field.name);
    rotate.mutate(read.values, { onSuccess, onError: (error) => form.refuse(error, names) });
  };
  const toldAtFields = secrets.map((field) => `fields.${field.name}`);
  return (
    <form onSubmit={submit} noValidate autoComplete="off" data-testid="rotate-form">
      <Stack gap="md">
        <Text size="sm">
          What you fill in takes the place of the old secret at once; what you leave empty stays. References
          stay as well: targets and flows go on using “{credential.name}”.
        </Text>
        <Fields
          fields={secrets}
          drafts={form.drafts}
          set={credential.secrets}
          errors={form.errorsOf(read.errors)}
          onChange={form.set}
        />
        {rotate.error && !isAboutFields(rotate.error, toldAtFields) && (
          <Failed what="The secrets were not replaced" error={rotate.error} />
        )}
        <FormButtons
          label="Rotate"
          isBusy={rotate.isPending}
          isOff={Object.keys(read.values).length === 0}
          testId="rotate-save"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
