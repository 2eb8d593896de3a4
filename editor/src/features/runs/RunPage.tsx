// One run: the drawing that ran, live, and everything the run recorded.
import { Button, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useValidation } from "../../api/flows/validateFlow";
import { useLiveRun } from "../../api/live/live";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { useRun } from "../../api/runs/getRun";
import { createBench } from "../../core/bench";
import type { Catalog } from "../../core/descriptor";
import { nodeTitle } from "../../core/document";
import { nothingSelected, type Selection } from "../../core/editorStore";
import { formatTime } from "../../core/format";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Region } from "../../core/problems";
import type { RunDetail } from "../../core/run";
import { FlowCanvas } from "../../ui/canvas";
import { Page } from "../../ui/Page";
import { Failed, LoadingRows } from "../../ui/states";
import { AgainButtons } from "./AgainButtons";
import { DebugBar } from "./DebugBar";
import { Interrupted } from "./Interrupted";
import { CancelButton, ConnectionNote, RunState } from "./RunBar";
import { RunDrawer } from "./RunDrawer";
import { RunSide } from "./RunSide";
import classes from "./Runs.module.css";

export function RunPage({ runId }: { runId: string }) {
  const run = useRun(runId);
  const catalog = useCatalog();
  const error = run.error ?? catalog.error;
  const [round, setRound] = useState(0);
  /** The run goes on in place: what was known of its end is read anew. */
  const resume = async () => {
    await run.refetch();
    setRound((now) => now + 1);
  };
  if (run.data && catalog.data)
    return <OpenRun key={round} run={run.data} catalog={catalog.data} onResumed={resume} />;
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

interface OpenProps {
  run: RunDetail;
  catalog: Catalog;
  onResumed: () => void;
}

function OpenRun({ run, catalog, onResumed }: OpenProps) {
  const [overlay] = useState(() => {
    const store = createOverlayStore();
    store.open(run.id, run);
    return store;
  });
  const [bench] = useState(() => createBench());
  useLiveRun(overlay, run.id);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const regions = useValidation(run.document).data?.regions ?? NO_REGIONS;
  const node = selection.nodes.size === 1 ? [...selection.nodes][0] : undefined;
  const titleOf = (id: string) => {
    const found = run.document.nodes.find((item) => item.id === id);
    return found ? nodeTitle(found, catalog.get(found.type)?.name ?? found.type) : id;
  };
  const showNode = (id: string) => setSelection({ nodes: new Set([id]), wires: new Set() });
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
              bench={bench}
              onSelect={setSelection}
            />
          </div>
          <section className={classes.drawer} aria-label="Record of the run">
            <RunDrawer runId={run.id} overlay={overlay} bench={bench} onShowNode={showNode} />
          </section>
        </div>
        <RunSide run={run} node={node} catalog={catalog} overlay={overlay} />
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
          {run.flow_version !== null && `version ${run.flow_version} · `}
          {formatTime(run.started_at ?? run.created_at)} · {run.created_by ?? run.trigger}
        </Text>
      </div>
      <ConnectionNote />
      <RunState overlay={overlay} />
      {children}
      {run.parent && (
        <Link to="/runs/$runId" params={{ runId: run.parent }} className="oc-link">
          Parent run
        </Link>
      )}
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
