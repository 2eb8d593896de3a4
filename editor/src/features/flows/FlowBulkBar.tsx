// What can be done with the selected flows.
import { Button, List, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { type FlowAct, type FlowResult, useBulkFlows } from "../../api/flows/bulkFlows";
import type { FlowItem } from "../../api/flows/types";
import { canEdit, useSession } from "../../api/session";
import { fileOf } from "../../core/flowList";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { downloadText } from "../../ui/files";
import { Failed } from "../../ui/states";
import { toast, toastFailure } from "../../ui/toast";
import classes from "./FlowList.module.css";

interface Props {
  flows: readonly FlowItem[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

const NOTHING: ReadonlySet<string> = new Set();
const DONE: Readonly<Record<FlowAct, string>> = {
  activate: "activated",
  deactivate: "deactivated",
  delete: "deleted",
  export: "exported",
};

const many = (count: number) => (count === 1 ? "1 flow" : `${count.toLocaleString()} flows`);

export function FlowBulkBar({ flows, selected, onSelect }: Props) {
  const mayEdit = useSession(canEdit);
  const bulk = useBulkFlows();
  const [isAsking, setAsking] = useState(false);
  const [failed, setFailed] = useState<readonly FlowResult[]>([]);
  const run = async (action: FlowAct) => {
    try {
      const { items } = await bulk.mutateAsync({ action, ids: [...selected] });
      const bad = items.filter((item) => item.status === "failed");
      if (action === "export") saveFile(items);
      setAsking(false);
      setFailed(bad);
      toast(`${many(items.length - bad.length)} ${DONE[action]}.`);
      if (action === "delete" && bad.length === 0) onSelect(NOTHING);
    } catch (error) {
      if (action !== "delete") toastFailure("Nothing was done", error);
    }
  };
  const nameOf = (id: string) => flows.find((flow) => flow.id === id)?.name ?? id;
  return (
    <section className={classes.bulk} aria-label="Selected flows" data-testid="bulk-bar">
      <Text size="sm" fw={600} aria-live="polite">
        {selected.size} selected
      </Text>
      {mayEdit && (
        <>
          <Act label="Activate" onPress={() => run("activate")} />
          <Act label="Deactivate" onPress={() => run("deactivate")} />
        </>
      )}
      <Act label="Export" onPress={() => run("export")} />
      {mayEdit && <Act label="Delete" onPress={() => setAsking(true)} />}
      <Button size="xs" variant="subtle" color="gray" onClick={() => onSelect(NOTHING)}>
        Select none
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete ${many(selected.size)}`}
        confirmLabel={`Delete ${many(selected.size)}`}
        loading={bulk.isPending}
        error={bulk.error && <Failed what="Nothing was deleted" error={bulk.error} />}
        onConfirm={() => run("delete")}
        onClose={() => setAsking(false)}
      >
        They and all their versions will be gone for good. Past runs stay in the list of runs.
      </ConfirmDialog>
      <FailedItems failed={failed} nameOf={nameOf} onClose={() => setFailed([])} />
    </section>
  );
}

function Act({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <Button size="xs" variant="default" onClick={onPress}>
      {label}
    </Button>
  );
}

function saveFile(items: readonly FlowResult[]): void {
  const documents = items.flatMap((item) => item.document ?? []);
  if (documents.length === 0) return;
  const { name, value } = fileOf(documents);
  downloadText(name, `${JSON.stringify(value, null, 2)}\n`);
}

interface FailedProps {
  failed: readonly FlowResult[];
  nameOf: (id: string) => string;
  onClose: () => void;
}

function FailedItems({ failed, nameOf, onClose }: FailedProps) {
  return (
    <Modal opened={failed.length > 0} onClose={onClose} title={`It failed for ${many(failed.length)}`}>
      <Stack gap="md">
        <List size="sm">
          {failed.map((item) => (
            <List.Item key={item.id}>
              {nameOf(item.id)}: {item.error}
            </List.Item>
          ))}
        </List>
        <Button variant="default" onClick={onClose} style={{ alignSelf: "flex-end" }}>
          Close
        </Button>
      </Stack>
    </Modal>
  );
}
