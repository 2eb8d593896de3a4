// Deletes a flow after asking.

import { useDeleteFlow } from "../../api/flows/deleteFlow";
import type { FlowItem } from "../../api/flows/types";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Failed } from "../../ui/states";
import { toast } from "../../ui/toast";

export function DeleteFlowDialog({ flow, onClose }: { flow: FlowItem | null; onClose: () => void }) {
  const remove = useDeleteFlow();
  const close = () => {
    remove.reset();
    onClose();
  };
  const confirm = () => {
    if (!flow) return;
    const onSuccess = () => {
      toast(`“${flow.name}” was deleted.`);
      close();
    };
    remove.mutate(flow.id, { onSuccess });
  };
  return (
    <ConfirmDialog
      opened={flow !== null}
      title="Delete flow"
      confirmLabel="Delete flow"
      loading={remove.isPending}
      error={remove.error && <Failed what="The flow was not deleted" error={remove.error} />}
      onConfirm={confirm}
      onClose={close}
    >
      “{flow?.name}” and all its versions will be gone for good. Past runs stay in the list of runs.
    </ConfirmDialog>
  );
}
