// After the end: take the same run up again where it stopped, or start a new one with its values.
import { Button, Modal, Tooltip } from "@mantine/core";
import IconPlayerTrackNext from "@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import { lazy, Suspense, useState } from "react";
import { canEdit, useSession } from "../../api/session";
import type { OverlayStore } from "../../core/overlayStore";
import { canRetry, isEnded, type RunDetail } from "../../core/run";
import { LoadingRows } from "../../ui/states";
import classes from "./Runs.module.css";
import { useOverlay } from "./useOverlay";
import { useDrawing } from "./useRunView";

const RetryForm = lazy(() => import("./RetryDialog"));
const RerunForm = lazy(() => import("./RerunDialog"));

interface Props {
  run: RunDetail;
  overlay: OverlayStore;
  node: string | undefined;
  onResumed: () => void;
}

export function AgainButtons({ run, overlay, node, onResumed }: Props) {
  const mayEdit = useSession(canEdit);
  const { titleOf } = useDrawing(run.id);
  const status = useOverlay(overlay, (state) => state.status) ?? run.status;
  const [dialog, setDialog] = useState<"retry" | "retry-node" | "rerun" | null>(null);
  const close = () => setDialog(null);
  const resumed = () => {
    close();
    onResumed();
  };
  if (!mayEdit || !isEnded(status)) return null;
  return (
    <>
      {canRetry(status) && (
        <Button
          variant="default"
          leftSection={<IconPlayerTrackNext size={16} />}
          onClick={() => setDialog("retry")}
          data-testid="retry"
        >
          Re-run from failed node
        </Button>
      )}
      {canRetry(status) && node && (
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
        Re-run
      </Button>
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={dialog === "rerun" ? "Re-run" : "Go on with this run"}
        size="lg"
      >
        <Suspense fallback={<LoadingRows rows={3} />}>
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
        </Suspense>
      </Modal>
    </>
  );
}
