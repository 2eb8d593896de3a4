// Deletes a target after asking; one that others depend on says which first.
import { Text } from "@mantine/core";
import { isCode } from "../../api/problem";
import { useDeleteTarget } from "../../api/targets/deleteTarget";
import type { Target } from "../../core/targets";
import { DeleteDialog } from "../../ui/DeleteDialog";

interface Props {
  target: Target | null;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteTarget({ target, ...rest }: Props) {
  const remove = useDeleteTarget();
  const refusal = isCode(remove.error, "target_in_use") ? remove.error : undefined;
  return (
    <DeleteDialog
      what="target"
      doomed={target}
      remove={refusal ? { ...remove, error: null } : remove}
      uses={refusal && <Text size="sm">{refusal.message}</Text>}
      {...rest}
    >
      “{target?.name}” and its host keys will be gone for good. Past runs on it stay in the list of runs;
      flows that name it fail from then on.
    </DeleteDialog>
  );
}
