// Changing the own password, and the banner that asks for it after the first log-in.
import { Alert, Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import IconKey from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
import { type FormEvent, useState } from "react";
import { useChangePassword, useSession } from "../../api/session";
import { MIN_PASSWORD, wrongPassword } from "../../core/account";
import { toast } from "../../ui/toast";
import classes from "./ChangePassword.module.css";

export function ChangePasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Change password">
      <ChangePasswordForm onClose={onClose} />
    </Modal>
  );
}

function ChangePasswordForm({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [repeated, setRepeated] = useState("");
  const [isChecked, setChecked] = useState(false);
  const change = useChangePassword();
  const wrong = wrongPassword(next);
  const differs = next === repeated ? null : "The two new passwords differ.";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (wrong || differs) return;
    const onSuccess = () => {
      toast("Password changed.");
      onClose();
    };
    change.mutate({ current, next }, { onSuccess });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {change.error && (
          <Alert color="red" variant="light" role="alert">
            {change.error.message}
          </Alert>
        )}
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          data-autofocus
        />
        <PasswordInput
          label="New password"
          description={`${MIN_PASSWORD} characters or more`}
          autoComplete="new-password"
          value={next}
          error={isChecked && wrong}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          value={repeated}
          error={isChecked && differs}
          onChange={(event) => setRepeated(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function PasswordBanner() {
  const mustChange = useSession((session) => session.user?.must_change_password === true);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {mustChange && (
        <div className={classes.banner} role="status" data-testid="password-banner">
          <IconKey size={18} aria-hidden="true" />
          <span>You are using the first password. Choose your own to keep this server safe.</span>
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            Change password
          </Button>
        </div>
      )}
      <ChangePasswordDialog opened={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
