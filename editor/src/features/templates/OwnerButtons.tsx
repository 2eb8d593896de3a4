// What the author of a template can do with it: share it or take it back, and delete it.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useDeleteTemplate } from "../../api/templates/deleteTemplate";
import { useSaveTemplate } from "../../api/templates/saveTemplate";
import type { Template } from "../../core/templates";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Failed } from "../../ui/states";
import { toast, toastFailure } from "../../ui/toast";

export function OwnerButtons({ template, onGone }: { template: Template; onGone: () => void }) {
  const save = useSaveTemplate();
  const remove = useDeleteTemplate();
  const [isAsking, setAsking] = useState(false);
  const { id, kind, name, description, category, is_public, document, placeholders } = template;
  const share = () => {
    const draft = { kind, name, description, category, is_public: !is_public, document, placeholders };
    save.mutate(
      { id, draft },
      {
        onSuccess: () =>
          toast(is_public ? `Only you see “${name}” from now on.` : `Everybody sees “${name}” now.`),
        onError: (error) => toastFailure("The template was not changed", error),
      },
    );
  };
  const confirm = () =>
    remove.mutate(id, {
      onSuccess: () => {
        toast(`“${name}” was deleted.`);
        onGone();
      },
    });
  return (
    <>
      <Button variant="default" loading={save.isPending} onClick={share} data-testid="share-template">
        {is_public ? "Stop sharing" : "Share with everybody"}
      </Button>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)} data-testid="delete-template">
        Delete
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title="Delete template"
        confirmLabel="Delete template"
        loading={remove.isPending}
        error={remove.error && <Failed what="The template was not deleted" error={remove.error} />}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        “{name}” will be gone for good. Flows that were made from it stay as they are.
      </ConfirmDialog>
    </>
  );
}
