// Flows from files: what is in them, what happens to names that are taken, and then what became of each.
import { Button, Checkbox, FileInput, Group, List, Modal, Radio, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type ImportItem, type OnConflict, useImportFlows } from "../../api/flows/importFlows";
import type { FlowDocument } from "../../core/document";
import { readFlows } from "../../core/flowBundle";
import { Failed } from "../../ui/states";

const CHOICES: { value: OnConflict; label: string }[] = [
  { value: "rename", label: "Give the new flow another name" },
  { value: "replace", label: "Make it a new version of the flow that is there" },
  { value: "skip", label: "Leave it out" },
];

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [flows, setFlows] = useState<FlowDocument[]>([]);
  const [wrong, setWrong] = useState<unknown>(null);
  const [onConflict, setOnConflict] = useState<OnConflict>("rename");
  const [isActive, setActive] = useState(true);
  const importing = useImportFlows();
  const read = async (files: File[]) => {
    setWrong(null);
    try {
      const texts = await Promise.all(files.map((file) => file.text()));
      setFlows(texts.flatMap(readFlows));
    } catch (error) {
      setFlows([]);
      setWrong(error);
    }
  };
  if (importing.data) {
    return (
      <Modal opened onClose={onClose} title="Import">
        <Report items={importing.data.items} onClose={onClose} />
      </Modal>
    );
  }
  const submit = () => importing.mutate({ flows, on_conflict: onConflict, activate: isActive });
  return (
    <Modal opened onClose={onClose} title="Import flows">
      <Stack gap="md">
        <FileInput
          label="Files"
          description="Exported flows: one in a file, or many."
          placeholder="Choose files"
          accept=".json,application/json"
          multiple
          onChange={read}
          data-autofocus
          data-testid="import-files"
        />
        {wrong != null && <Failed what="These files cannot be imported" error={wrong} />}
        {flows.length > 0 && (
          <Text size="sm" role="status">
            {flows.length === 1 ? `One flow: ${flows[0]?.name}` : `${flows.length} flows`}
          </Text>
        )}
        <Radio.Group
          label="When there is a flow with the same name"
          value={onConflict}
          onChange={(value) => setOnConflict(value as OnConflict)}
        >
          <Stack gap="xs" mt="xs">
            {CHOICES.map((choice) => (
              <Radio key={choice.value} {...choice} />
            ))}
          </Stack>
        </Radio.Group>
        <Checkbox
          label="The new flows may be started"
          checked={isActive}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        {importing.error && <Failed what="Nothing was imported" error={importing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={flows.length === 0}
            loading={importing.isPending}
            onClick={submit}
            data-testid="import-submit"
          >
            Import {flows.length > 0 && flows.length}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const WORDS: Readonly<Record<ImportItem["status"], string>> = {
  imported: "imported",
  renamed: "imported under another name",
  replaced: "imported as a new version",
  skipped: "left out",
  failed: "failed",
};

function Report({ items, onClose }: { items: readonly ImportItem[]; onClose: () => void }) {
  const bad = items.filter((item) => item.status === "failed").length;
  return (
    <Stack gap="md" data-testid="import-report">
      <Text size="sm" fw={600} role="status">
        {bad === 0 ? `All ${items.length} were read.` : `${bad} of ${items.length} failed.`}
      </Text>
      <List size="sm">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change, and names may repeat
          <List.Item key={index}>
            {item.id ? (
              <Link to="/flows/$flowId" params={{ flowId: item.id }} className="oc-link">
                {item.name}
              </Link>
            ) : (
              item.name
            )}
            : {WORDS[item.status]}
            {item.messages?.map((message) => (
              <Text key={message} size="xs" c="dimmed">
                {message}
              </Text>
            ))}
          </List.Item>
        ))}
      </List>
      <Button variant="default" onClick={onClose} style={{ alignSelf: "flex-end" }}>
        Close
      </Button>
    </Stack>
  );
}
