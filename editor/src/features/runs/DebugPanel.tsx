// What can be seen where a run is paused: message, variables, watched expressions; and its breakpoints.
import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useStore } from "zustand";
import { isBack, useDebug } from "../../api/runs/getDebug";
import type { Bench } from "../../core/bench";
import type { OverlayStore } from "../../core/overlayStore";
import { JsonTree } from "../../ui/JsonTree";
import { Failed, LoadingRows } from "../../ui/states";
import { Breakpoints } from "./debug/Breakpoints";
import { PausedVariables } from "./debug/PausedVariables";
import { PayloadEdit } from "./debug/PayloadEdit";
import { Watches } from "./debug/Watches";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
  onShowNode: (node: string) => void;
}

export default function DebugPanel({ runId, overlay, bench, onShowNode }: Props) {
  const status = useOverlay(overlay, (run) => run.status);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} p="md" data-testid="debug-panel">
      {status === "paused" ? (
        <Paused runId={runId} overlay={overlay} bench={bench} onShowNode={onShowNode} />
      ) : (
        <Text size="sm" c="dimmed">
          Pause the run, or set a breakpoint, to look at its message and its variables.
        </Text>
      )}
      <Stack gap="lg">
        <Watches runId={runId} overlay={overlay} bench={bench} />
        <Breakpoints runId={runId} bench={bench} onShowNode={onShowNode} />
      </Stack>
    </SimpleGrid>
  );
}

function Paused({ runId, overlay, bench, onShowNode }: Props) {
  const key = useOverlay(overlay, (run) => run.pausedAt?.key) ?? "";
  const debug = useDebug(runId, key);
  const edited = useStore(bench, (state) => state.edits);
  const paused = debug.data?.paused && isBack(debug.data.paused) ? debug.data.paused : undefined;
  if (debug.error && !paused) {
    return <Failed what="The pause could not be read" error={debug.error} onRetry={() => debug.refetch()} />;
  }
  if (!paused) return <LoadingRows rows={3} height={28} />;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Text size="sm">
          Paused before <strong>{paused.key}</strong>
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => paused.node && onShowNode(paused.node)}>
          Show the node
        </Button>
      </Group>
      <div>
        <Text size="sm" fw={650} mb={4}>
          Message
        </Text>
        <JsonTree value={paused.message} data-testid="paused-message" />
        <PayloadEdit key={paused.key} bench={bench} payload={edited.payload} message={paused.message} />
      </div>
      <PausedVariables variables={paused.variables} bench={bench} />
    </Stack>
  );
}
