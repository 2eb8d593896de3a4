// The editor's layout: palette, canvas, inspector, drawer, and the dialogs above them.
import { Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useValidation } from "../../api/flows/validateFlow";
import { isDirty, selectedNode } from "../../core/editorStore";
import { LoadingRows } from "../../ui/states";
import { useDebouncedValue } from "../../ui/useDebouncedValue";
import { ConflictDialog } from "./ConflictDialog";
import { ConnectDialog } from "./ConnectDialog";
import { Drawer } from "./Drawer";
import classes from "./Editor.module.css";
import { EditorCanvas } from "./EditorCanvas";
import { hideRun } from "./edit";
import { Inspector } from "./Inspector";
import { KeyHelp } from "./KeyHelp";
import { LeaveDialog } from "./LeaveDialog";
import { Palette } from "./Palette";
import { usePanels } from "./panels";
import { QuickAdd } from "./QuickAdd";
import { RunDialog } from "./RunDialog";
import { RehearsalBar } from "./rehearsal";
import { useEditor, useEditorSession, useView } from "./session";
import { Toolbar } from "./Toolbar";
import { useShortcuts } from "./useCommands";

const DryRunForm = lazy(() => import("./DryRunForm"));
const VALIDATION_PAUSE_MS = 400;

export function Editor() {
  useShortcuts();
  useProblems();
  const session = useEditorSession();
  const { Bar } = usePanels();
  const node = useEditor(selectedNode);
  const isRehearsal = useView((view) => view.rehearsal !== null);
  const runId = useView((view) => view.runId);
  const hasPalette = useView((view) => view.isPaletteOpen) && session.mayEdit;
  const hasInspector = useView((view) => view.isInspectorOpen);
  const closeRun = () => hideRun(session);
  return (
    <div className={classes.editor}>
      <Toolbar />
      <div className={classes.columns}>
        {hasPalette && <Palette />}
        <div className={classes.middle}>
          {runId && (
            <Bar
              runId={runId}
              overlay={session.overlay}
              bench={session.bench}
              node={node}
              onClose={closeRun}
            />
          )}
          {isRehearsal && <RehearsalBar onClose={closeRun} />}
          <EditorCanvas />
          <Drawer />
        </div>
        {hasInspector && <Inspector />}
      </div>
      <QuickAdd />
      <Dialogs />
      <Announcer />
      <LeaveGuard />
    </div>
  );
}

function Dialogs() {
  const dialog = useView((view) => view.dialog);
  const { view } = useEditorSession();
  const close = () => view.setState({ dialog: null });
  return (
    <>
      <RunDialog opened={dialog === "run"} onClose={close} />
      <Modal opened={dialog === "dry-run"} onClose={close} title="Dry run">
        <Suspense fallback={<LoadingRows rows={3} />}>
          <DryRunForm onClose={close} />
        </Suspense>
      </Modal>
      <KeyHelp opened={dialog === "keys"} onClose={close} />
      <ConnectDialog opened={dialog === "connect"} onClose={close} />
      <ConflictDialog opened={dialog === "conflict"} onClose={close} />
    </>
  );
}

/** Asks the server what is wrong with the drawing, a moment after the last edit. */
function useProblems(): void {
  const { view } = useEditorSession();
  const document = useEditor((state) => state.document);
  const settled = useDebouncedValue(document, VALIDATION_PAUSE_MS);
  const { data } = useValidation(settled);
  useEffect(() => {
    if (data) view.setState({ problems: data.problems, regions: data.regions ?? [] });
  }, [data, view]);
}

function Announcer() {
  const text = useEditor((state) => state.announcement);
  return (
    <div className="oc-sr-only" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}

/** Nothing unsaved is left behind without asking. */
function LeaveGuard() {
  const { store } = useEditorSession();
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty(store.getState()),
    enableBeforeUnload: () => isDirty(store.getState()),
    withResolver: true,
  });
  return (
    <LeaveDialog opened={blocker.status === "blocked"} onStay={blocker.reset} onLeave={blocker.proceed} />
  );
}
