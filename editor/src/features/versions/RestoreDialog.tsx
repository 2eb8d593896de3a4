// Asks before an older version is published again.
import { useRestoreVersion } from "../../api/flows/versions";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Failed } from "../../ui/states";
import { toast } from "../../ui/toast";

interface RestoreDialogProps {
  flowId: string;
  older: number | null;
  newest: number;
  onClose: () => void;
}

export function RestoreDialog({ flowId, older, newest, onClose }: RestoreDialogProps) {
  const restore = useRestoreVersion(flowId);
  const close = () => {
    restore.reset();
    onClose();
  };
  const confirm = () => {
    if (older === null) return;
    restore.mutate(
      { older, version: newest },
      {
        onSuccess: ({ version }) => {
          toast(`Version ${version} is as version ${older} was.`);
          close();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened={older !== null}
      title={`Restore version ${older}`}
      confirmLabel={`Publish as version ${newest + 1}`}
      loading={restore.isPending}
      error={restore.error && <Failed what="The version was not restored" error={restore.error} />}
      onConfirm={confirm}
      onClose={close}
    >
      The flow will be as it was in version {older}, and new runs use that at once. Nothing is deleted: the
      versions between stay in this list, and drafts stay as they are.
    </ConfirmDialog>
  );
}
