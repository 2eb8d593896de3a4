// A new flow: blank with a name, or from an exported file.
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useCreateFlow } from "../../api/flows/createFlow";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { isCode } from "../../api/problem";
import { parseDocument } from "../../core/document";
import { startingDocument } from "../../core/starter";
import { pickTextFile } from "../../ui/files";
import { Failed } from "../../ui/states";
import { toast, toastFailure } from "../../ui/toast";

export function CreateFlowDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New flow">
      <CreateFlowForm onClose={onClose} />
    </Modal>
  );
}

function CreateFlowForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const create = useCreateFlow();
  const catalog = useCatalog();
  const navigate = useNavigate();
  const isTaken = isCode(create.error, "name_taken");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = (flow: { id: string }) =>
      navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
    create.mutate(startingDocument(name.trim(), catalog.data), { onSuccess });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Disk report"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTaken && "A flow with this name exists. Choose another name."}
          data-autofocus
          data-testid="create-flow-name"
        />
        {create.error && !isTaken && <Failed what="The flow was not created" error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={name.trim() === ""}
            data-testid="create-flow-submit"
          >
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Asks for a file, stores the flow in it and opens it. A name that is taken gets a number. */
export function useImportFlow(): () => Promise<void> {
  const create = useCreateFlow();
  const navigate = useNavigate();
  return async () => {
    const text = await pickTextFile(".json,application/json");
    if (text === undefined) return;
    try {
      const document = parseDocument(text);
      const flow = await createUnderFreeName(document, create.mutateAsync);
      toast(`Imported as “${flow.name}”.`);
      navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
    } catch (error) {
      toastFailure("The file was not imported", error);
    }
  };
}

type Create = ReturnType<typeof useCreateFlow>["mutateAsync"];

async function createUnderFreeName(document: ReturnType<typeof parseDocument>, create: Create) {
  for (let copy = 2; ; copy += 1) {
    try {
      return await create(copy === 2 ? document : { ...document, name: `${document.name} (${copy - 1})` });
    } catch (error) {
      if (!isCode(error, "name_taken") || copy > 20) throw error;
    }
  }
}
