// One run: the drawing that ran, live, and everything the run recorded.
import { Button, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useValidation } from "../../api/flows/validateFlow";
import { useLiveRun } from "../../api/live/live";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { useRun } from "../../api/runs/getRun";
import { useStartRun } from "../../api/runs/startRun";
import { canEdit, useSession } from "../../api/session";
import type { Catalog } from "../../core/descriptor";
import { nothingSelected, type Selection } from "../../core/editorStore";
import { formatTime } from "../../core/format";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Region } from "../../core/problems";
import { isEnded, type RunDetail } from "../../core/run";
import { FlowCanvas } from "../../ui/canvas";
import { Page } from "../../ui/Page";
import { Failed, LoadingRows } from "../../ui/states";
import { toastFailure } from "../../ui/toast";
import { CancelButton, ConnectionNote, RunState } from "./RunBar";
import { RunDrawer } from "./RunDrawer";
import { RunSide } from "./RunSide";
import classes from "./Runs.module.css";
import { useOverlay } from "./useOverlay";

export function RunPage({ runId }: { runId: string }) {
  const run = useRun(runId);
  const catalog = useCatalog();
  const error = run.error ?? catalog.error;
  if (run.data && catalog.data) return <OpenRun run={run.data} catalog={catalog.data} />;
  const retry = () => {
    run.refetch();
    catalog.refetch();
  };
  return (
    <Page title="Run">
      {error ? (
        <Failed what="The run could not be opened" error={error} onRetry={retry} />
      ) : (
        <LoadingRows rows={8} />
      )}
    </Page>
  );
}

const NO_MARKS = new Map();
const NO_REGIONS: Region[] = [];

function OpenRun({ run, catalog }: { run: RunDetail; catalog: Catalog }) {
  const [overlay] = useState(() => {
    const store = createOverlayStore();
    store.open(run.id, run);
    return store;
  });
  useLiveRun(overlay, run.id);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const regions = useValidation(run.document).data?.regions ?? NO_REGIONS;
  const node = selection.nodes.size === 1 ? [...selection.nodes][0] : undefined;
  const showNode = (id: string) => setSelection({ nodes: new Set([id]), wires: new Set() });
  return (
    <div className={classes.page}>
      <Header run={run} overlay={overlay} />
      <div className={classes.columns}>
        <div className={classes.middle}>
          <div className={classes.canvas}>
            <FlowCanvas
              label={`Run of ${run.flow_name}`}
              document={run.document}
              catalog={catalog}
              overlay={overlay}
              selection={selection}
              marks={NO_MARKS}
              regions={regions}
              onSelect={setSelection}
            />
          </div>
          <section className={classes.drawer} aria-label="Record of the run">
            <RunDrawer runId={run.id} overlay={overlay} onShowNode={showNode} />
          </section>
        </div>
        <RunSide run={run} node={node} catalog={catalog} overlay={overlay} />
      </div>
    </div>
  );
}

function Header({ run, overlay }: { run: RunDetail; overlay: OverlayStore }) {
  return (
    <div className={classes.header}>
      <div className={classes.title}>
        <Link to="/runs" className={classes.crumb}>
          Runs
        </Link>
        <span aria-hidden="true">/</span>
        <Text component="h1" fw={650} fz={14} m={0} truncate>
          {run.flow_name}
        </Text>
        <Text size="xs" c="dimmed" style={{ flex: "none" }}>
          version {run.flow_version} · {formatTime(run.started_at ?? run.created_at)} ·{" "}
          {run.created_by ?? run.trigger}
        </Text>
      </div>
      <ConnectionNote />
      <RunState overlay={overlay} />
      <CancelButton runId={run.id} overlay={overlay} />
      <RerunButton run={run} overlay={overlay} />
      <Link to="/flows/$flowId" params={{ flowId: run.flow_id }}>
        <Button component="span" variant="default" leftSection={<IconPencil size={16} />}>
          Open flow
        </Button>
      </Link>
    </div>
  );
}

/** Starts the flow again with the same values; secrets cannot be read back, so those runs start from the editor. */
function RerunButton({ run, overlay }: { run: RunDetail; overlay: OverlayStore }) {
  const mayEdit = useSession(canEdit);
  const isOver = useOverlay(overlay, (state) => isEnded(state.status)) === true;
  const start = useStartRun();
  const navigate = useNavigate();
  const hasSecrets = Object.values(run.document.parameters ?? {}).some((parameter) => parameter.secret);
  useEffect(() => start.reset, [start.reset]);
  if (!mayEdit || !isOver || hasSecrets) return null;
  const rerun = () =>
    start.mutate(
      { flow: run.flow_id, parameters: run.parameters },
      {
        onSuccess: ({ run_id }) => navigate({ to: "/runs/$runId", params: { runId: run_id } }),
        onError: (error) => toastFailure("The run did not start", error),
      },
    );
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} />}
      loading={start.isPending}
      onClick={rerun}
      data-testid="rerun"
    >
      Run again
    </Button>
  );
}
