// One's password: what changing it does, and the dialog for that.
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { Card } from "../../../ui/Card";
import { ChangePasswordDialog } from "../ChangePassword";

export function PasswordCard() {
  const [isOpen, setOpen] = useState(false);
  const change = (
    <Button variant="default" onClick={() => setOpen(true)} data-testid="profile-password">
      Change password
    </Button>
  );
  return (
    <Card title="Password" action={change}>
      <Text size="sm" c="dimmed">
        After a change you stay logged in here, and are logged out everywhere else.
      </Text>
      <ChangePasswordDialog opened={isOpen} onClose={() => setOpen(false)} />
    </Card>
  );
}
