// After the end: take the same run up again where it stopped, or start a new one with its values.
import { Button, Modal, Tooltip } from "@mantine/core";
import IconPlayerTrackNext from "@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import IconRefreshAlert from "@tabler/icons-react/dist/esm/icons/IconRefreshAlert.mjs";
import { useState } from "react";
import { useChildren } from "../../api/runs/listChildren";
import { canEdit, useSession } from "../../api/session";
import type { OverlayStore } from "../../core/overlayStore";
import { canRetry, isEnded, type RunDetail, undoneCount } from "../../core/run";
import { lazily } from "../../ui/lazily";
import classes from "./Runs.module.css";
import { useOverlay } from "./useOverlay";
import { useDrawing } from "./useRunView";

const RetryForm = lazily(() => import("./RetryDialog"));
const RerunForm = lazily(() => import("./RerunDialog"));

interface Props {
  run: RunDetail;
  overlay: OverlayStore;
  node: string | undefined;
  onResumed: () => void;
}

const TITLES = {
  retry: "Go on with this run",
  "retry-node": "Go on with this run",
  rerun: "Re-run",
  "rerun-failed": "Re-run where it failed",
};

export function AgainButtons({ run, overlay, node, onResumed }: Props) {
  const mayEdit = useSession(canEdit);
  const { titleOf } = useDrawing(run.id);
  const status = useOverlay(overlay, (state) => state.status) ?? run.status;
  const [dialog, setDialog] = useState<keyof typeof TITLES | null>(null);
  const isOver = isEnded(status);
  const mayGoOn = canRetry({ ...run, status });
  const undone = useUndone(run, mayEdit && isOver);
  const close = () => setDialog(null);
  const resumed = () => {
    close();
    onResumed();
  };
  if (!mayEdit || !isOver) return null;
  return (
    <>
      {mayGoOn && (
        <Button
          variant="default"
          leftSection={<IconPlayerTrackNext size={16} />}
          onClick={() => setDialog("retry")}
          data-testid="retry"
        >
          Re-run from failed node
        </Button>
      )}
      {mayGoOn && node && (
        <Tooltip label={`Go on from ${titleOf(node)}`}>
          <Button
            variant="default"
            className={classes.fromNode}
            onClick={() => setDialog("retry-node")}
            data-testid="retry-node"
          >
            From {titleOf(node)}
          </Button>
        </Tooltip>
      )}
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} />}
        onClick={() => setDialog("rerun")}
        data-testid="rerun"
      >
        {TITLES.rerun}
      </Button>
      {undone > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefreshAlert size={16} />}
          onClick={() => setDialog("rerun-failed")}
          data-testid="rerun-failed"
        >
          {TITLES["rerun-failed"]}
        </Button>
      )}
      <Modal opened={dialog !== null} onClose={close} title={dialog && TITLES[dialog]} size="lg">
        {(dialog === "retry" || dialog === "retry-node") && (
          <RetryForm
            runId={run.id}
            overlay={overlay}
            node={node}
            isFromNode={dialog === "retry-node"}
            onDone={resumed}
            onClose={close}
          />
        )}
        {dialog === "rerun" && <RerunForm run={run} onClose={close} />}
        {dialog === "rerun-failed" && <RerunForm run={run} undone={undone} onClose={close} />}
      </Modal>
    </>
  );
}

/** Of a run on several machines: on how many of them it did not complete. */
function useUndone({ id, target_count: count }: RunDetail, isOver: boolean): number {
  const isAsked = isOver && typeof count === "number";
  const children = useChildren(id, { status: "failed", isOver: true, isAsked });
  return isAsked ? undoneCount(children.data?.pages[0]?.totals) : 0;
}
