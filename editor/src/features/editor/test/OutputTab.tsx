// What the node gave: in the run that is shown, in a dry run, or pinned by hand.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import type { Json } from "../../../core/document";
import { jsonText, readJson } from "../../../core/jsonText";
import { JsonInput } from "../../../ui/JsonInput";
import { JsonTree } from "../../../ui/JsonTree";
import { PinNote } from "../PinNote";
import { usePanels } from "../panels";
import { RehearsalNode } from "../rehearsal";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession, useView } from "../session";

export function OutputTab({ id }: { id: string }) {
  const session = useEditorSession();
  const runId = useView((view) => view.runId);
  const isRehearsal = useView((view) => view.rehearsal !== null);
  const { Node } = usePanels();
  const onPin = session.mayEdit ? (output: Json) => session.bench.pin(id, output) : undefined;
  return (
    <Stack gap="lg">
      <div>
        <PinNote id={id} />
        {isRehearsal && <RehearsalNode node={id} />}
        {!isRehearsal && runId && <Node runId={runId} node={id} overlay={session.overlay} onPin={onPin} />}
        {!isRehearsal && !runId && <Known id={id} />}
      </div>
      {session.mayEdit && <PinByHand key={id} node={id} />}
    </Stack>
  );
}

/** No run is shown: what the run of the example data gave. */
function Known({ id }: { id: string }) {
  const { sample, run } = useNodeSample();
  const output = sample.nodes[id];
  if (output === undefined || !run) {
    return (
      <Text size="sm" c="dimmed">
        Run the flow, or test this node, to see what it gives.
      </Text>
    );
  }
  return (
    <section aria-label="Output in the last run">
      <Text size="sm" fw={650} mb={4}>
        In the run the data is from
      </Text>
      <JsonTree value={output} data-testid="sample-output" />
    </section>
  );
}

function PinByHand({ node }: { node: string }) {
  const { bench } = useEditorSession();
  const pinned = useStore(bench, (state) => state.pins[node]);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? jsonText(pinned);
  const read = readJson(text);
  const pin = () => {
    if (read.value !== undefined) bench.pin(node, read.value);
    setDraft(null);
  };
  return (
    <section aria-label="Pinned output">
      <JsonInput
        label="Pinned output"
        description="Runs from the editor give this value and do not run the node"
        placeholder="Nothing is pinned"
        text={text}
        minRows={2}
        onChange={setDraft}
        data-testid="pin-text"
      />
      <Group gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="default"
          disabled={draft === null || read.value === undefined}
          onClick={pin}
          data-testid="pin-set"
        >
          Pin
        </Button>
      </Group>
    </section>
  );
}
