// Deletes a credential after asking; one that is in use says by what first.
import { Text } from "@mantine/core";
import { useDeleteCredential } from "../../api/credentials/deleteCredential";
import { useCredentialUsage } from "../../api/credentials/getUsage";
import { isCode } from "../../api/problem";
import type { Credential } from "../../core/credentials";
import { DeleteDialog } from "../../ui/DeleteDialog";
import { isUsed, Usage } from "./Usage";

interface Props {
  credential: Credential | null;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteCredential({ credential, ...rest }: Props) {
  const usage = useCredentialUsage(credential?.id);
  const remove = useDeleteCredential();
  const refusal = isCode(remove.error, "credential_in_use") ? remove.error : undefined;
  const isInUse = usage.data !== undefined && isUsed(usage.data);
  const uses = (isInUse || refusal) && (
    <>
      <Text size="sm">
        “{credential?.name}” is in use. If it goes, what uses it can no longer sign in.
        {refusal && !isInUse ? ` ${refusal.message}` : ""}
      </Text>
      {isInUse && usage.data && <Usage usage={usage.data} />}
    </>
  );
  return (
    <DeleteDialog
      what="credential"
      doomed={credential}
      remove={refusal ? { ...remove, error: null } : remove}
      uses={uses || undefined}
      isOff={usage.isPending}
      {...rest}
    >
      “{credential?.name}” and its secrets will be gone for good.
    </DeleteDialog>
  );
}
