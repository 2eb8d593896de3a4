// What the other side answered in a test, how fast and how much, and making that the answer that is expected.
import { Button, Group, Text } from "@mantine/core";
import { expectationOf, type Tested } from "../../../core/expectation";
import { formatDuration, formatSize } from "../../../core/format";
import { useEditor, useEditorSession } from "../session";

export function Expectation({ id, test }: { id: string; test: Tested }) {
  const { catalog, store } = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const schema = node && catalog.get(node.type)?.schema;
  const config = node?.config ?? {};
  const found = schema && expectationOf(schema, config, test);
  if (!found) return null;
  const { field, label, came, isMet, also, timeMs, bytes } = found;
  const expect = (value: string) => {
    store.getState().apply({ kind: "setConfig", node: id, path: [field], value });
    store.getState().announce(`Expected from now on: ${value}. Test the node again to see it.`);
  };
  const facts = [
    `Answered with ${label} ${came}`,
    timeMs === undefined ? "" : formatDuration(timeMs),
    bytes === undefined ? "" : formatSize(bytes),
  ];
  return (
    <Group gap="xs" mb={6} data-testid="test-expectation">
      <Text size="sm">{facts.filter(Boolean).join(" · ")}</Text>
      {also && also !== config[field] && (
        <Button size="compact-xs" variant="default" onClick={() => expect(also)} data-testid="expect-also">
          Expect {came} too
        </Button>
      )}
      {came !== config[field] && (
        <Button size="compact-xs" variant="default" onClick={() => expect(came)} data-testid="expect-only">
          {isMet ? `Expect only ${came}` : `Expect ${came} instead`}
        </Button>
      )}
    </Group>
  );
}
