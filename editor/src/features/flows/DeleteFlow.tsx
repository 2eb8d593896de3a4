// Deletes a flow after asking.
import { useDeleteFlow } from "../../api/flows/deleteFlow";
import type { FlowItem } from "../../api/flows/types";
import { DeleteDialog } from "../../ui/DeleteDialog";

export function DeleteFlowDialog({ flow, onClose }: { flow: FlowItem | null; onClose: () => void }) {
  const remove = useDeleteFlow();
  return (
    <DeleteDialog what="flow" doomed={flow} remove={remove} onDeleted={onClose} onClose={onClose}>
      “{flow?.name}” and all its versions will be gone for good. Past runs stay in the list of runs.
    </DeleteDialog>
  );
}
