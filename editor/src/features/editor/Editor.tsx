// The editor's layout: palette, canvas, inspector, drawer, and the dialogs above them.
import { Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useEffect } from "react";
import { useValidation } from "../../api/flows/validateFlow";
import { selectedNode } from "../../core/editorStore";
import { lazily, lazyDialog, useReadAhead } from "../../ui/lazily";
import { useDebouncedValue } from "../../ui/useDebouncedValue";
import { useKeeping } from "./drafts/useKeeping";
import classes from "./Editor.module.css";
import { hideRun, showNode } from "./edit";
import { Inspector } from "./Inspector";
import { MainView } from "./MainView";
import { Palette } from "./Palette";
import { usePanels } from "./panels";
import { useEditor, useEditorSession, useView } from "./session";
import { Toolbar } from "./Toolbar";
import { closeTab, hasUnsaved, isOpen } from "./tabs/openFlows";
import { useShortcuts } from "./useCommands";

const RunDialog = lazyDialog(() => import("./RunDialog").then((it) => it.RunDialog));
const KeyHelp = lazyDialog(() => import("./KeyHelp").then((it) => it.KeyHelp));
const KeymapDialog = lazyDialog(() => import("./keymap/KeymapDialog").then((it) => it.KeymapDialog));
const ExtractDialog = lazyDialog(() => import("./subflow/ExtractDialog").then((it) => it.ExtractDialog));
const ImportDialog = lazyDialog(() => import("./exchange/ImportDialog").then((it) => it.ImportDialog));
const InsertDialog = lazyDialog(() => import("./templates/InsertDialog").then((it) => it.InsertDialog));
const SaveTemplateDialog = lazyDialog(() =>
  import("./templates/SaveDialog").then((it) => it.SaveTemplateDialog),
);
const ExportDialog = lazyDialog(() => import("./exchange/ExportDialog").then((it) => it.ExportDialog));
const CommandPalette = lazyDialog(() =>
  import("./commandPalette/CommandPalette").then((it) => it.CommandPalette),
);
const RehearsalBar = lazily(() => import("./rehearsal").then((it) => it.RehearsalBar), 1);
const FlowTabs = lazily(() => import("./tabs/FlowTabs").then((it) => it.FlowTabs), 0);
const Notices = lazily(() => import("./publish/Notices").then((it) => it.Notices), 0);
const readQuickAdd = () => import("./QuickAdd").then((it) => it.QuickAdd);
const QuickAdd = lazyDialog(readQuickAdd);
const PublishDialogs = lazyDialog(() => import("./publish/PublishDialogs").then((it) => it.PublishDialogs));
const CloseDialog = lazyDialog(() => import("./tabs/CloseDialog").then((it) => it.CloseDialog));
const LeaveDialog = lazyDialog(() => import("./LeaveDialog").then((it) => it.LeaveDialog));
const SidePanel = lazily(() => import("./SidePanel").then((it) => it.SidePanel));
const Drawer = lazily(() => import("./Drawer").then((it) => it.Drawer));
const DryRunForm = lazily(() => import("./DryRunForm"), 1);
const VALIDATION_PAUSE_MS = 400;

export function Editor() {
  useShortcuts();
  useProblems();
  useKeeping();
  useReadAhead();
  // At once: who presses its key goes on typing.
  useEffect(() => void readQuickAdd().catch(() => undefined), []);
  const session = useEditorSession();
  const { Bar } = usePanels();
  const node = useEditor(selectedNode);
  const isRehearsal = useView((view) => view.rehearsal !== null);
  const runId = useView((view) => view.runId);
  const hasPalette = useView((view) => view.isPaletteOpen) && session.mayEdit;
  const side = useView((view) => view.side);
  const hasDrawer = useView((view) => view.drawer !== null);
  const hasInspector = useView((view) => view.isInspectorOpen);
  const isAdding = useView((view) => view.quickAdd !== null);
  const closeRun = () => hideRun(session);
  return (
    <div className={classes.editor}>
      <FlowTabs />
      <Toolbar />
      <Notices />
      <div className={classes.columns}>
        {side ? <SidePanel side={side} /> : hasPalette && <Palette />}
        <div className={classes.middle}>
          {runId && (
            <Bar
              runId={runId}
              overlay={session.overlay}
              bench={session.bench}
              node={node}
              onClose={closeRun}
              onShowNode={(id) => showNode(session, id, "output")}
            />
          )}
          {isRehearsal && <RehearsalBar onClose={closeRun} />}
          <MainView />
          {hasDrawer && <Drawer />}
        </div>
        {hasInspector && <Inspector />}
      </div>
      <QuickAdd opened={isAdding} onClose={() => session.view.setState({ quickAdd: null })} />
      <Dialogs />
      <Announcer />
      <LeaveGuard />
    </div>
  );
}

function Dialogs() {
  const dialog = useView((view) => view.dialog);
  const { view } = useEditorSession();
  const close = () => view.setState({ dialog: null, inserting: null, incoming: null });
  const isInserting = useView((view) => view.inserting !== null);
  const isImporting = useView((view) => view.incoming !== null);
  return (
    <>
      <RunDialog opened={dialog === "run"} onClose={close} />
      <Modal opened={dialog === "dry-run"} onClose={close} title="Dry run">
        <DryRunForm onClose={close} />
      </Modal>
      <KeyHelp opened={dialog === "keys"} onClose={close} />
      <CommandPalette opened={dialog === "commands" || dialog === "flows"} onClose={close} />
      <KeymapDialog opened={dialog === "keymap"} onClose={close} />
      <ExtractDialog opened={dialog === "extract"} onClose={close} />
      <SaveTemplateDialog
        opened={dialog === "template-flow" || dialog === "template-selection"}
        onClose={close}
      />
      <InsertDialog opened={isInserting} onClose={close} />
      <ImportDialog opened={isImporting} onClose={close} />
      <ExportDialog opened={dialog === "export"} onClose={close} />
      <CloseDialog opened={dialog === "close"} onClose={close} />
      <PublishDialogs opened={dialog === "publish" || dialog === "merge"} onClose={close} />
    </>
  );
}

/** Asks the server what is wrong with the drawing, a moment after the last edit. */
function useProblems(): void {
  const { view } = useEditorSession();
  const document = useEditor((state) => state.document);
  const settled = useDebouncedValue(document, VALIDATION_PAUSE_MS);
  const { data, isError } = useValidation(settled);
  useEffect(() => {
    if (data) view.setState({ problems: data.problems, regions: data.regions ?? [], isChecked: true });
    if (isError) view.setState({ isChecked: true });
  }, [data, isError, view]);
}

function Announcer() {
  const text = useEditor((state) => state.announcement);
  return (
    <div className="oc-sr-only" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}

/** A draft that could be kept nowhere is not left behind without asking. */
function LeaveGuard() {
  const { keeper, flowId } = useEditorSession();
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => !/^\/flows\/./.test(next.pathname) && isOpen(flowId) && !keeper.keepHere(),
    enableBeforeUnload: hasUnsaved,
    withResolver: true,
  });
  const leave = () => {
    closeTab(flowId);
    blocker.proceed?.();
  };
  const stay = blocker.reset;
  return <LeaveDialog opened={blocker.status === "blocked"} onStay={stay} onClose={stay} onLeave={leave} />;
}
