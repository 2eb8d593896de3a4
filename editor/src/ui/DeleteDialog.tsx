// Asks before something is deleted, and says that it is gone. What is in use goes only when its name was typed.
import { Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "./ConfirmDialog";
import { Failed } from "./states";
import { toast } from "./toast";

interface Deleting {
  mutate: (one: { id: string; force: boolean }, then: { onSuccess: () => void }) => void;
  reset: () => void;
  isPending: boolean;
  error: unknown;
}

interface Props {
  /** What it is, as in "Delete credential". */
  what: string;
  doomed: { id: string; name: string } | null;
  remove: Deleting;
  /** What uses it, where something does; then it is deleted only by force. */
  uses?: ReactNode;
  isOff?: boolean;
  onDeleted: () => void;
  onClose: () => void;
  /** What will be gone, and what stays. */
  children: ReactNode;
}

export function DeleteDialog({ what, doomed, remove, uses, isOff, onDeleted, onClose, children }: Props) {
  const [typed, setTyped] = useState("");
  const isUsed = uses !== undefined;
  if (!doomed && typed !== "") setTyped("");
  const confirm = () => {
    if (!doomed) return;
    const onSuccess = () => {
      toast(`“${doomed.name}” was deleted.`);
      remove.reset();
      onDeleted();
    };
    remove.mutate({ id: doomed.id, force: isUsed }, { onSuccess });
  };
  return (
    <ConfirmDialog
      opened={doomed !== null}
      title={`Delete ${what}`}
      confirmLabel={isUsed ? "Delete anyway" : `Delete ${what}`}
      loading={remove.isPending}
      isOff={isOff || (isUsed && typed !== doomed?.name)}
      error={remove.error != null && <Failed what={`The ${what} was not deleted`} error={remove.error} />}
      onConfirm={confirm}
      onClose={() => {
        remove.reset();
        onClose();
      }}
    >
      {isUsed ? (
        <Stack gap="sm">
          {uses}
          <TextInput
            label={`Type “${doomed?.name}” to delete it anyway`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-testid="delete-name"
          />
        </Stack>
      ) : (
        children
      )}
    </ConfirmDialog>
  );
}
