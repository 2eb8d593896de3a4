// The state of a run in one line: what it is doing, for how long, and how to stop it.
import { ActionIcon, Button, Text, Tooltip } from "@mantine/core";
import IconExternalLink from "@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs";
import IconPlayerStop from "@tabler/icons-react/dist/esm/icons/IconPlayerStop.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { Link } from "@tanstack/react-router";
import { useConnection } from "../../api/live/live";
import { isCode } from "../../api/problem";
import { useCancelRun } from "../../api/runs/cancelRun";
import { shownStatus, waitingCount } from "../../core/approvals";
import type { Bench } from "../../core/bench";
import { formatDuration, formatUntil } from "../../core/format";
import type { Overlay } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { StatusLabel } from "../../ui/StatusMark";
import { statusLook } from "../../ui/status";
import { toastFailure } from "../../ui/toast";
import { ApprovalBar } from "./approvals/ApprovalBar";
import { DebugBar } from "./DebugBar";
import classes from "./Runs.module.css";
import { useDuration, useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
  /** The one selected node. */
  node: string | undefined;
  onClose: () => void;
  onShowNode: (node: string) => void;
}

export function RunBar({ onShowNode, ...props }: Props) {
  const { runId, overlay } = props;
  return (
    <>
      <Bar {...props} />
      <ApprovalBar runId={runId} overlay={overlay} onShowNode={onShowNode} />
    </>
  );
}

function Bar({ runId, overlay, bench, node, onClose }: Omit<Props, "onShowNode">) {
  const status = useOverlay(overlay, (run) => run.status) ?? "pending";
  const error = useOverlay(overlay, (run) => run.error);
  return (
    <div className={classes.bar} data-status={status}>
      <RunState overlay={overlay} />
      {error && (
        <Text size="sm" truncate className={classes.barError}>
          {error.message}
        </Text>
      )}
      <span className={classes.space} />
      <ConnectionNote />
      <DebugBar runId={runId} overlay={overlay} bench={bench} node={node} />
      <CancelButton runId={runId} overlay={overlay} />
      <Link to="/runs/$runId" params={{ runId }} className="oc-link">
        <Tooltip label="Open this run on its own page">
          <ActionIcon component="span" variant="subtle" color="gray" aria-label="Open this run">
            <IconExternalLink size={16} />
          </ActionIcon>
        </Tooltip>
      </Link>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Hide the run"
        onClick={onClose}
        data-testid="run-close"
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

function stateOf(run: Overlay): string {
  return shownStatus({ status: run.status, waiting_for_approval: waitingCount(run) > 0 });
}

export function RunState({ overlay }: { overlay: OverlayStore }) {
  const status = useOverlay(overlay, stateOf) ?? "pending";
  const duration = useDuration(overlay);
  const until = useOverlay(overlay, (run) => run.waitingUntil);
  return (
    <>
      <StatusLabel status={status} data-testid="run-status" />
      <Text size="sm" c="dimmed" className={classes.duration}>
        {duration === undefined ? "" : formatDuration(duration)}
      </Text>
      {until && (
        <Text size="sm" c="dimmed" data-testid="waiting-until">
          waiting until {formatUntil(until, Date.now())}
        </Text>
      )}
      <span className="oc-sr-only" aria-live="polite">
        Run: {statusLook(status).label}
      </span>
    </>
  );
}

export function ConnectionNote() {
  const connection = useConnection();
  if (connection !== "lost") return null;
  return (
    <Text size="sm" role="status" className={classes.lost}>
      Connection lost. Trying again.
    </Text>
  );
}

export function CancelButton({ runId, overlay }: { runId: string; overlay: OverlayStore }) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const cancel = useCancelRun();
  if (isOver) return null;
  const onError = (error: Error) => {
    if (!isCode(error, "run_finished")) toastFailure("The run was not cancelled", error);
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlayerStop size={14} />}
      loading={cancel.isPending}
      disabled={cancel.isSuccess}
      onClick={() => cancel.mutate(runId, { onError })}
      data-testid="run-cancel"
    >
      {cancel.isSuccess ? "Cancelling" : "Cancel"}
    </Button>
  );
}
