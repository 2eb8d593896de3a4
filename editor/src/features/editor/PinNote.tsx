// Says on the Output tab that runs from the editor do not run this node, and takes the pin off.
import { Alert, Button, Text } from "@mantine/core";
import IconPin from "@tabler/icons-react/dist/esm/icons/IconPin.mjs";
import { useStore } from "zustand";
import { JsonTree } from "../../ui/JsonTree";
import { useEditorSession } from "./session";

export function PinNote({ id }: { id: string }) {
  const { bench, mayEdit } = useEditorSession();
  const output = useStore(bench, (state) => state.pins[id]);
  if (output === undefined) return null;
  return (
    <Alert icon={<IconPin size={18} />} variant="light" title="This output is pinned" mb="md">
      <Text size="sm" mb="xs">
        Runs from the editor give this value and do not run the node.
      </Text>
      <JsonTree value={output} data-testid="pinned-output" />
      {mayEdit && (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          onClick={() => bench.unpin(id)}
          data-testid="unpin"
        >
          Unpin
        </Button>
      )}
    </Alert>
  );
}
