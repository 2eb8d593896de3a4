// What can be asked of a run that somebody looks at step by step. Registered once: bar, keys and key help read this.
import IconArrowBarRight from "@tabler/icons-react/dist/esm/icons/IconArrowBarRight.mjs";
import IconArrowBarToRight from "@tabler/icons-react/dist/esm/icons/IconArrowBarToRight.mjs";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import IconFlagPause from "@tabler/icons-react/dist/esm/icons/IconFlagPause.mjs";
import IconPlayerPause from "@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import type { DebugOrder } from "../../api/runs/sendDebug";
import type { Bench } from "../../core/bench";
import type { Action } from "../../ui/command";

export interface DebugContext {
  status: string;
  /** The one selected node. */
  node: string | undefined;
  bench: Bench;
  send: (command: DebugOrder, node?: string) => void;
}

const isPaused = ({ status }: DebugContext) => status === "paused";

export const debugCommands: readonly Action<DebugContext>[] = [
  {
    id: "debug-pause",
    label: "Pause",
    icon: IconPlayerPause,
    keys: ["F6"],
    isEnabled: ({ status }) => status === "running" || status === "pending",
    run: ({ send }) => send("pause"),
  },
  {
    id: "debug-continue",
    label: "Continue",
    icon: IconPlayerPlay,
    keys: ["F8"],
    isEnabled: isPaused,
    run: ({ send }) => send("continue"),
  },
  {
    id: "debug-over",
    label: "Step over",
    icon: IconArrowBarRight,
    keys: ["F10"],
    isEnabled: isPaused,
    run: ({ send }) => send("step_over"),
  },
  {
    id: "debug-into",
    label: "Step into",
    icon: IconArrowDown,
    keys: ["F11"],
    isEnabled: isPaused,
    run: ({ send }) => send("step_into"),
  },
  {
    id: "debug-out",
    label: "Step out",
    icon: IconArrowUp,
    keys: ["Shift+F11"],
    isEnabled: isPaused,
    run: ({ send }) => send("step_out"),
  },
  {
    id: "debug-run-to",
    label: "Run to the selected node",
    icon: IconArrowBarToRight,
    keys: ["Ctrl+F10"],
    isEnabled: (context) => isPaused(context) && context.node !== undefined,
    run: ({ send, node }) => send("run_to", node),
  },
  {
    id: "debug-breakpoint",
    label: "Breakpoint at the selected node",
    icon: IconFlagPause,
    keys: ["F9"],
    isEnabled: ({ node }) => node !== undefined,
    run: ({ bench, node }) => node && bench.toggleBreakpoint(node),
  },
];
