// A new flow: blank with a name, from an example, from a file, or from text; flows of Node-RED are converted.
import { Modal, Stack, Tabs, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useCreateFlow } from "../../api/flows/createFlow";
import { readCatalog } from "../../api/nodes/listNodeTypes";
import { isCode } from "../../api/problem";
import { startingDocument } from "../../core/starter";
import { FormButtons } from "../../ui/FormButtons";
import { Failed } from "../../ui/states";
import { Examples } from "./Examples";
import { FromFile, FromText } from "./FromText";

const TABS = [
  { value: "blank", label: "Blank" },
  { value: "example", label: "From an example" },
  { value: "file", label: "From a file" },
  { value: "paste", label: "From JSON" },
];

export function CreateFlowDialog({ start, onClose }: { start: string; onClose: () => void }) {
  const [tab, setTab] = useState(TABS.some(({ value }) => value === start) ? start : "blank");
  return (
    <Modal opened onClose={onClose} title="New flow" size="lg">
      <Tabs value={tab} onChange={(value) => setTab(value ?? "blank")} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="blank">
          <BlankForm onClose={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="example">
          <Examples />
        </Tabs.Panel>
        <Tabs.Panel value="file">
          <FromFile />
        </Tabs.Panel>
        <Tabs.Panel value="paste">
          <FromText />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

function BlankForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const create = useCreateFlow();
  const navigate = useNavigate();
  const isTaken = isCode(create.error, "name_taken");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = (flow: { id: string }) =>
      navigate({ to: "/flows/$flowId", params: { flowId: flow.id } });
    const document = readCatalog().then((catalog) => startingDocument(name.trim(), catalog));
    create.mutate(document, { onSuccess });
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
        <FormButtons
          label="Create"
          isBusy={create.isPending}
          isOff={name.trim() === ""}
          testId="create-flow-submit"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
