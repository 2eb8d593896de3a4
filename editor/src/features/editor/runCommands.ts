// Running a part of the flow: one node, from here, to here.
import IconArrowBarToRight from "@tabler/icons-react/dist/esm/icons/IconArrowBarToRight.mjs";
import IconPlayerStop from "@tabler/icons-react/dist/esm/icons/IconPlayerStop.mjs";
import IconPlayerTrackNext from "@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs";
import IconTestPipe from "@tabler/icons-react/dist/esm/icons/IconTestPipe.mjs";
import { cancelRun } from "../../api/runs/cancelRun";
import { selectedNode } from "../../core/editorStore";
import { isEnded } from "../../core/run";
import { readLater } from "../../ui/lazily";
import { toastFailure } from "../../ui/toast";
import { type Command, type CommandContext, mayEdit } from "./command";
import { refuse, showNode } from "./edit";
import { whenThere } from "./focus";

const readPlans = readLater(() => import("../../core/partialRun"));

const mayRunNode = (context: CommandContext) => mayEdit(context) && selectedNode(context.state) !== undefined;

export const runCommands: readonly Command[] = [
  {
    id: "run-only",
    label: "Run only this node",
    icon: IconTestPipe,
    keys: ["Shift+Enter"],
    group: "Run",
    scope: "canvas",
    isEnabled: mayRunNode,
    run: ({ session, state }) => {
      session.view.setState({ isInspectorOpen: true });
      showNode(session, selectedNode(state) ?? "", "parameters");
      whenThere('[data-testid="test-run"]', (button) => button.click());
    },
  },
  {
    id: "run-from",
    label: "Run from here",
    icon: IconPlayerTrackNext,
    keys: ["Alt+Enter"],
    group: "Run",
    scope: "canvas",
    isEnabled: mayRunNode,
    run: async ({ session, state, publish }) => {
      const from = selectedNode(state) ?? "";
      const { planFrom } = await readPlans();
      const plan = planFrom(state.document, session.catalog, session.overlay.getState().overlay, from);
      if (!plan.ok) return refuse(session, plan.reason);
      if (await publish()) session.view.setState({ dialog: "run", runPlan: { from } });
    },
  },
  {
    id: "run-to",
    label: "Run to here, and hold before it",
    icon: IconArrowBarToRight,
    keys: [],
    group: "Run",
    scope: "canvas",
    isEnabled: mayRunNode,
    run: async ({ session, state, publish }) => {
      const to = selectedNode(state);
      if (await publish()) session.view.setState({ dialog: "run", runPlan: { to } });
    },
  },
  {
    id: "stop",
    label: "Stop the run",
    icon: IconPlayerStop,
    keys: ["Ctrl+Alt+Enter"],
    group: "Run",
    scope: "page",
    isEnabled: ({ session }) => {
      const { overlay } = session.overlay.getState();
      return session.view.getState().runId !== null && overlay !== null && !isEnded(overlay.status);
    },
    run: async ({ session }) => {
      try {
        await cancelRun(session.view.getState().runId ?? "");
        session.store.getState().announce("The run is being stopped.");
      } catch (error) {
        toastFailure("The run was not stopped", error);
      }
    },
  },
];
