// Opens the flow in the editor with what this run gave: the outputs of its nodes are pinned there.
import { Button } from "@mantine/core";
import IconPin from "@tabler/icons-react/dist/esm/icons/IconPin.mjs";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { MOST_STEPS, readSteps } from "../../api/runs/listSteps";
import { canEdit, useSession } from "../../api/session";
import { benchKey, createBench } from "../../core/bench";
import type { OverlayStore } from "../../core/overlayStore";
import { pinsOf } from "../../core/pins";
import { isEnded, type RunDetail } from "../../core/run";
import { toast, toastFailure } from "../../ui/toast";
import { useOverlay } from "./useOverlay";
import { useDrawing, useScope } from "./useRunView";

export function OpenWithData({ run, overlay }: { run: RunDetail; overlay: OverlayStore }) {
  const mayEdit = useSession(canEdit);
  const isOver = useOverlay(overlay, (state) => isEnded(state.status)) === true;
  const scope = useScope(overlay);
  const { regions } = useDrawing(run.id);
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: async (flow: string) => {
      const { items } = await readSteps(run.id, { kind: "node" }, MOST_STEPS);
      const pins = pinsOf(items, scope, new Set(regions.map((region) => region.control)));
      const bench = createBench(localStorage, benchKey(flow));
      for (const [node, output] of Object.entries(pins)) bench.pin(node, output);
      return { flow, count: Object.keys(pins).length };
    },
    onSuccess: ({ flow, count }) => {
      toast(
        count === 0
          ? "This run kept no output that could be pinned."
          : `The outputs of ${count} ${count === 1 ? "node" : "nodes"} are pinned. Runs from the editor use them.`,
      );
      navigate({ to: "/flows/$flowId", params: { flowId: flow } });
    },
    onError: (error) => toastFailure("The outputs could not be read", error),
  });
  const { flow_id: flow } = run;
  if (!mayEdit || !isOver || !flow) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconPin size={16} />}
      loading={open.isPending}
      onClick={() => open.mutate(flow)}
      data-testid="open-with-data"
    >
      Open with this data
    </Button>
  );
}
