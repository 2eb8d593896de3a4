// Asks before something that cannot be taken back.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  loading?: boolean;
  /** Something is still to be done in the dialog before it may be confirmed. */
  isOff?: boolean;
  error?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  opened,
  title,
  children,
  confirmLabel,
  loading,
  isOff,
  error,
  onConfirm,
  onClose,
}: Props) {
  // What is on its way cannot be taken back: the dialog stays until it says how that ended.
  const close = () => {
    if (!loading) onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <Stack gap="md">
        <Text size="sm" component="div">
          {children}
        </Text>
        {error}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={loading} onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={loading} disabled={isOff} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
