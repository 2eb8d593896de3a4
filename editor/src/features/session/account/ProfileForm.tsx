// One's full name and e-mail address: change, save, or take the change back.
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { usePutProfile } from "../../../api/account/putProfile";
import { isAboutFields } from "../../../api/problem";
import { wrongProfile } from "../../../core/account";
import { Card } from "../../../ui/Card";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Failed } from "../../../ui/states";
import { toast } from "../../../ui/toast";
import { useFields } from "./useFields";

const NAMES = ["full_name", "email"];

export function ProfileForm({ profile }: { profile: { full_name: string; email: string } }) {
  const put = usePutProfile();
  const fields = useFields({ full_name: profile.full_name, email: profile.email }, wrongProfile);
  const { input, isChanged, values } = fields;
  const cancel = () => {
    put.reset();
    fields.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (put.isPending || !isChanged || !fields.check()) return;
    const sent = { full_name: values.full_name.trim(), email: values.email.trim() };
    const onSuccess = () => {
      fields.reset();
      toast("Your profile is saved.");
    };
    put.mutate(sent, { onSuccess, onError: fields.refuse });
  };
  return (
    <Card title="Name and e-mail">
      <form ref={fields.form} onSubmit={submit} noValidate>
        <Stack gap="md">
          {put.error && !isAboutFields(put.error, NAMES) && (
            <Failed what="Your profile was not saved" error={put.error} />
          )}
          <TextInput
            label="Full name"
            autoComplete="name"
            readOnly={put.isPending}
            data-testid="profile-full-name"
            {...input("full_name")}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="email"
            readOnly={put.isPending}
            data-testid="profile-email"
            {...input("email")}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={!isChanged} onClick={cancel}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isChanged} loading={put.isPending} data-testid="profile-save">
              Save
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard isChanged={isChanged} />
    </Card>
  );
}

const always = () => true;

/** What was typed and not saved is not left behind without asking. */
function LeaveGuard({ isChanged }: { isChanged: boolean }) {
  const blocker = useBlocker({ shouldBlockFn: always, disabled: !isChanged, withResolver: true });
  return (
    <ConfirmDialog
      opened={blocker.status === "blocked"}
      title="Unsaved changes"
      confirmLabel="Leave without saving"
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      Your name or e-mail is changed and not saved yet. If you leave this page, the change is lost.
    </ConfirmDialog>
  );
}
