// Runs the one node by itself with a message typed here, and lets its output be pinned, from the test or by hand.
import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import { type NodeTest, useTestNode } from "../../api/flows/testNode";
import { formatDuration } from "../../core/format";
import { jsonText, readJson } from "../../core/jsonText";
import type { LogLine } from "../../core/run";
import { JsonInput } from "../../ui/JsonInput";
import { JsonTree } from "../../ui/JsonTree";
import { LogView } from "../../ui/LogView";
import { StatusLabel } from "../../ui/StatusMark";
import { Failed } from "../../ui/states";
import { useEditorSession } from "./session";

export default function TestTab({ id }: { id: string }) {
  const session = useEditorSession();
  const test = useTestNode();
  const [message, setMessage] = useState("{}");
  const [isDry, setDry] = useState(false);
  const read = readJson(message);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read.error) return;
    const { document } = session.store.getState();
    test.mutate({ document, node: id, message: read.value, ...(isDry ? { dry: true } : {}) });
  };
  return (
    <Stack gap="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <JsonInput
            label="Message"
            description="What comes in, as JSON"
            text={message}
            onChange={setMessage}
            data-testid="test-message"
          />
          <Checkbox
            label="Only say what it would do"
            checked={isDry}
            onChange={(event) => setDry(event.currentTarget.checked)}
            data-testid="test-dry"
          />
          <Group>
            <Button
              type="submit"
              size="xs"
              loading={test.isPending}
              disabled={!session.mayEdit || read.error !== undefined}
              data-testid="test-run"
            >
              Test this node
            </Button>
          </Group>
        </Stack>
      </form>
      {test.error && <Failed what="The node was not tested" error={test.error} />}
      {test.data && <Outcome node={id} outcome={test.data} />}
      <PinByHand key={id} node={id} />
    </Stack>
  );
}

function Outcome({ node, outcome }: { node: string; outcome: NodeTest }) {
  const { bench, mayEdit } = useEditorSession();
  const { status, port, output, error, problems = [] } = outcome;
  const lines = (outcome.log ?? []).map(toLine);
  return (
    <Stack gap="sm" data-testid="test-outcome">
      <Group gap="xs">
        <StatusLabel status={status} data-testid="test-status" />
        <Text size="sm" c="dimmed">
          {formatDuration((outcome.duration_us ?? 0) / 1000)}
          {port && ` · to ${port}`}
        </Text>
      </Group>
      {error && (
        <Text size="sm" fw={650} c="var(--oc-st-failed)">
          {error.message}
        </Text>
      )}
      {problems.map((problem) => (
        <Alert key={`${problem.field}/${problem.message}`} color="yellow" variant="light" p="xs">
          {problem.message}
        </Alert>
      ))}
      {output !== undefined && output !== null && (
        <div>
          <Group justify="space-between" mb={4}>
            <Text size="sm" fw={650}>
              Output
            </Text>
            {mayEdit && (
              <Button size="compact-xs" variant="default" onClick={() => bench.pin(node, output)}>
                Pin this output
              </Button>
            )}
          </Group>
          <JsonTree value={output} data-testid="test-output" />
        </div>
      )}
      {lines.length > 0 && <LogView lines={lines} height={Math.min(240, lines.length * 40 + 8)} />}
    </Stack>
  );
}

function toLine(line: string | LogLine, seq: number): LogLine {
  return typeof line === "string" ? { seq, at: "", stream: "log", text: line } : { ...line, seq };
}

function PinByHand({ node }: { node: string }) {
  const { bench, mayEdit } = useEditorSession();
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
          disabled={!mayEdit || draft === null || read.value === undefined}
          onClick={pin}
          data-testid="pin-set"
        >
          Pin
        </Button>
        {pinned !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={!mayEdit}
            onClick={() => {
              bench.unpin(node);
              setDraft(null);
            }}
          >
            Unpin
          </Button>
        )}
      </Group>
    </section>
  );
}
