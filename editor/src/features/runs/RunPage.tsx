// One run: the drawing that ran, live, and everything the run recorded.
import { Button, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useCallback, useState } from "react";
import { useValidation } from "../../api/flows/validateFlow";
import { useLiveRun } from "../../api/live/live";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { useRun } from "../../api/runs/getRun";
import { asksOf } from "../../core/approvals";
import { createBench } from "../../core/bench";
import type { Catalog } from "../../core/descriptor";
import { nothingSelected, type Selection } from "../../core/editorStore";
import { formatTime } from "../../core/format";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Region } from "../../core/problems";
import type { RunDetail } from "../../core/run";
import { placeOf } from "../../core/selectors";
import { startedBy } from "../../core/startedBy";
import { FlowCanvas } from "../../ui/canvas";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { LoadingRows } from "../../ui/states";
import { AgainButtons } from "./AgainButtons";
import { ApprovalBar } from "./approvals/ApprovalBar";
import { DebugBar } from "./DebugBar";
import { Interrupted } from "./Interrupted";
import { NodeNavigator } from "./iterations/NodeNavigator";
import { ScopeBar } from "./iterations/ScopeBar";
import { OpenWithData } from "./OpenWithData";
import { CancelButton, ConnectionNote, RunState } from "./RunBar";
import { RunDrawer } from "./RunDrawer";
import { RunSide } from "./RunSide";
import classes from "./Runs.module.css";
import { useDrawing, useShownOverlay } from "./useRunView";

export function RunPage({ runId }: { runId: string }) {
  const run = useRun(runId);
  const catalog = useCatalog();
  const [round, setRound] = useState(0);
  /** The run goes on in place: what was known of its end is read anew. */
  const resume = async () => {
    await run.refetch();
    setRound((now) => now + 1);
  };
  if (run.data && catalog.data)
    return <OpenRun key={round} run={run.data} catalog={catalog.data} onResumed={resume} />;
  return (
    <Page title="Run">
      <Loaded
        answer={run.data ? catalog : run}
        what="The run could not be opened"
        skeleton={<LoadingRows rows={8} />}
      >
        {() => null}
      </Loaded>
    </Page>
  );
}

const NO_MARKS = new Map();
const NO_REGIONS: Region[] = [];

interface OpenProps {
  run: RunDetail;
  catalog: Catalog;
  onResumed: () => void;
}

function OpenRun({ run, catalog, onResumed }: OpenProps) {
  const [overlay] = useState(() => {
    const store = createOverlayStore();
    store.open(run.id, run, asksOf(run.document, catalog));
    return store;
  });
  const [bench] = useState(() => createBench());
  useLiveRun(overlay, run.id);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const regions = useValidation(run.document).data?.regions ?? NO_REGIONS;
  const node = selection.nodes.size === 1 ? [...selection.nodes][0] : undefined;
  const { titleOf } = useDrawing(run.id);
  const shown = useShownOverlay(run.id, overlay);
  const showNode = useCallback((id: string) => setSelection({ nodes: new Set([id]), wires: new Set() }), []);
  const nodeHeader = useCallback(
    (id: string) => <NodeNavigator runId={run.id} overlay={overlay} node={id} onSelect={showNode} />,
    [run.id, overlay, showNode],
  );
  return (
    <div className={classes.page}>
      <Header run={run} overlay={overlay}>
        <DebugBar runId={run.id} overlay={overlay} bench={bench} node={node} hasStored />
        <CancelButton runId={run.id} overlay={overlay} />
        <AgainButtons run={run} overlay={overlay} node={node} onResumed={onResumed} />
      </Header>
      <Interrupted
        runId={run.id}
        overlay={overlay}
        titleOf={titleOf}
        onShowNode={showNode}
        onResumed={onResumed}
      />
      <ApprovalBar runId={run.id} overlay={overlay} onShowNode={showNode} />
      <ScopeBar runId={run.id} overlay={overlay} />
      <div className={classes.columns}>
        <div className={classes.middle}>
          <div className={classes.canvas}>
            <FlowCanvas
              label={`Run of ${run.flow_name}`}
              document={run.document}
              catalog={catalog}
              overlay={shown}
              nodeHeader={nodeHeader}
              selection={selection}
              marks={NO_MARKS}
              regions={regions}
              bench={bench}
              onSelect={setSelection}
            />
          </div>
          <section className={classes.drawer} aria-label="Record of the run">
            <RunDrawer runId={run.id} overlay={overlay} bench={bench} onShowNode={showNode} />
          </section>
        </div>
        <RunSide run={run} selection={selection} overlay={overlay} onShowNode={showNode} />
      </div>
    </div>
  );
}

interface HeaderProps {
  run: RunDetail;
  overlay: OverlayStore;
  children: ReactNode;
}

function Header({ run, overlay, children }: HeaderProps) {
  const place = placeOf(run);
  return (
    <div className={classes.header}>
      <div className={classes.title}>
        <Text component="h1" fw={650} fz={14} m={0} truncate>
          {run.flow_name}
        </Text>
        <Text size="xs" c="dimmed" style={{ flex: "none" }}>
          {run.flow_version !== null && `version ${run.flow_version} · `}
          {formatTime(run.started_at ?? run.created_at)} · {startedBy(run)}
        </Text>
        {place !== "" && (
          <Text size="xs" fw={600} truncate title={place} data-testid="run-place">
            on {place}
          </Text>
        )}
      </div>
      <ConnectionNote />
      <RunState overlay={overlay} />
      {children}
      {run.parent && (
        <Link to="/runs/$runId" params={{ runId: run.parent }} className="oc-link">
          Parent run
        </Link>
      )}
      {run.flow_id && <OpenWithData run={run} overlay={overlay} />}
      {run.flow_id && (
        <Link to="/flows/$flowId" params={{ flowId: run.flow_id }}>
          <Button component="span" variant="default" leftSection={<IconPencil size={16} />}>
            Open flow
          </Button>
        </Link>
      )}
    </div>
  );
}
