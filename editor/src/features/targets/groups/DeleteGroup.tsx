// Deletes a group of targets after asking.
import { useDeleteTargetGroup } from "../../../api/targetGroups/deleteGroup";
import type { TargetGroup } from "../../../core/targets";
import { DeleteDialog } from "../../../ui/DeleteDialog";

export function DeleteGroup({ group, onClose }: { group: TargetGroup | null; onClose: () => void }) {
  const remove = useDeleteTargetGroup();
  return (
    <DeleteDialog what="group" doomed={group} remove={remove} onDeleted={onClose} onClose={onClose}>
      “{group?.name}” will be gone for good. The targets that are in it stay; flows that name the group fail
      from then on.
    </DeleteDialog>
  );
}
