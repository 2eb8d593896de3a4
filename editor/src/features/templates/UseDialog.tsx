// Makes a flow of a template: asks what the template asks for, and opens the new flow.
import { Modal } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCreateUnderFreeName } from "../../api/flows/createUnderFreeName";
import { useFillTemplate } from "../../api/templates/fillTemplate";
import type { JsonObject } from "../../core/document";
import type { TemplateItem } from "../../core/templates";
import { PlaceholderForm } from "../../ui/PlaceholderForm";
import { Failed } from "../../ui/states";

export function UseDialog({ item, onClose }: { item: TemplateItem; onClose: () => void }) {
  const fill = useFillTemplate();
  const { create, isPending } = useCreateUnderFreeName();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<unknown>(null);
  const use = async (values: JsonObject) => {
    setWrong(null);
    try {
      const flow = await create(await fill.mutateAsync({ id: item.id, values }));
      await navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
    } catch (error) {
      setWrong(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`New flow from “${item.name}”`}>
      <PlaceholderForm
        placeholders={item.placeholders}
        submitLabel="Make the flow"
        isBusy={fill.isPending || isPending}
        error={wrong != null && <Failed what="The flow was not made" error={wrong} />}
        onSubmit={use}
        onClose={onClose}
      />
    </Modal>
  );
}
