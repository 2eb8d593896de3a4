// Every action of the editor, registered once: toolbar, shortcuts and the key help read this list.
import IconArrowBackUp from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
import IconArrowForwardUp from "@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs";
import IconArrowRightBar from "@tabler/icons-react/dist/esm/icons/IconArrowRightBar.mjs";
import IconBan from "@tabler/icons-react/dist/esm/icons/IconBan.mjs";
import IconClipboard from "@tabler/icons-react/dist/esm/icons/IconClipboard.mjs";
import IconCopy from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
import IconCut from "@tabler/icons-react/dist/esm/icons/IconCut.mjs";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import IconEyeCheck from "@tabler/icons-react/dist/esm/icons/IconEyeCheck.mjs";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconFlagPause from "@tabler/icons-react/dist/esm/icons/IconFlagPause.mjs";
import IconPin from "@tabler/icons-react/dist/esm/icons/IconPin.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconSelectAll from "@tabler/icons-react/dist/esm/icons/IconSelectAll.mjs";
import IconSquareX from "@tabler/icons-react/dist/esm/icons/IconSquareX.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { canRedo, canUndo, selectedNode } from "../../core/editorStore";
import { readLater } from "../../ui/lazily";
import { arrangeCommands } from "./arrangeCommands";
import { buildCommands } from "./buildCommands";
import { readClips } from "./clips";
import {
  always,
  type Command,
  type CommandContext,
  editsNodes,
  editsSelection,
  hasNodes,
  hasSelection,
  mayEdit,
} from "./command";
import { removeSelection, selectAll, toggleDisabled } from "./edit";
import { moveCommands } from "./moveCommands";
import { panelCommands } from "./panelCommands";
import { publishCommands } from "./publish/publishCommands";
import { quickAddPlace } from "./quickAddPlace";
import { runCommands } from "./runCommands";
import { selectCommands } from "./selectCommands";
import { tabCommands } from "./tabs/tabCommands";
import { templateCommands } from "./templates/templateCommands";
import { viewCommands } from "./viewCommands";
import { wireCommands } from "./wireCommands";

const readPinning = readLater(() => import("./pinning"));

async function run({ session, publish }: CommandContext): Promise<void> {
  if (session.mayEdit && !(await publish())) return;
  session.view.setState({ dialog: "run", runPlan: null });
}

export const commands: readonly Command[] = [
  {
    id: "undo",
    label: "Undo",
    icon: IconArrowBackUp,
    keys: ["Ctrl+Z"],
    group: "Edit",
    scope: "page",
    isEnabled: ({ state }) => canUndo(state),
    run: ({ state }) => state.undo(),
  },
  {
    id: "redo",
    label: "Redo",
    icon: IconArrowForwardUp,
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    group: "Edit",
    scope: "page",
    isEnabled: ({ state }) => canRedo(state),
    run: ({ state }) => state.redo(),
  },
  {
    id: "run",
    label: "Run",
    icon: IconPlayerPlay,
    keys: ["Ctrl+Enter"],
    group: "Run",
    scope: "canvas",
    isEnabled: mayEdit,
    run,
  },
  {
    id: "dry-run",
    label: "Dry run",
    icon: IconEyeCheck,
    keys: ["Ctrl+Shift+Enter"],
    group: "Run",
    scope: "page",
    isEnabled: mayEdit,
    run: ({ session }) => session.view.setState({ dialog: "dry-run" }),
  },
  {
    id: "breakpoint",
    label: "Breakpoint on or off",
    icon: IconFlagPause,
    keys: ["B"],
    group: "Run",
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session, state }) => {
      for (const node of state.selection.nodes) session.bench.toggleBreakpoint(node);
    },
  },
  {
    id: "pin",
    label: "Pin the output, or unpin it",
    icon: IconPin,
    keys: ["P"],
    group: "Run",
    scope: "canvas",
    isEnabled: editsNodes,
    run: async ({ session, state }) => {
      const { togglePin } = await readPinning();
      for (const node of state.selection.nodes) togglePin(session, node);
    },
  },
  {
    id: "quick-add",
    label: "Add a node",
    icon: IconPlus,
    keys: ["N"],
    group: "Build",
    scope: "canvas",
    isEnabled: mayEdit,
    run: ({ session }) => session.view.setState({ quickAdd: quickAddPlace(session) }),
  },
  {
    id: "delete",
    label: "Delete",
    icon: IconTrash,
    keys: ["Delete", "Backspace"],
    group: "Edit",
    scope: "canvas",
    isEnabled: editsSelection,
    run: ({ session }) => removeSelection(session),
  },
  {
    id: "copy",
    label: "Copy",
    icon: IconCopy,
    keys: ["Ctrl+C"],
    group: "Edit",
    scope: "canvas",
    isEnabled: hasNodes,
    run: async ({ session }) => (await readClips()).copy(session),
  },
  {
    id: "cut",
    label: "Cut",
    icon: IconCut,
    keys: ["Ctrl+X"],
    group: "Edit",
    scope: "canvas",
    isEnabled: editsNodes,
    run: async ({ session }) => {
      if (await (await readClips()).copy(session)) removeSelection(session);
    },
  },
  {
    id: "paste",
    label: "Paste",
    icon: IconClipboard,
    keys: ["Ctrl+V"],
    group: "Edit",
    scope: "canvas",
    isEnabled: mayEdit,
    run: async ({ session }) => (await readClips()).paste(session),
  },
  {
    id: "duplicate",
    label: "Duplicate",
    icon: IconCopy,
    keys: ["Ctrl+D"],
    group: "Edit",
    scope: "canvas",
    isEnabled: editsNodes,
    run: async ({ session }) => (await readClips()).duplicateSelection(session),
  },
  {
    id: "toggle-disabled",
    label: "Enable or disable",
    icon: IconBan,
    keys: ["E"],
    group: "Build",
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session }) => toggleDisabled(session),
  },
  {
    id: "connect",
    label: "Connect the selected node",
    icon: IconArrowRightBar,
    keys: ["C"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && selectedNode(context.state) !== undefined,
    run: ({ session }) => session.view.setState({ dialog: "connect" }),
  },
  {
    id: "select-all",
    label: "Select all",
    icon: IconSelectAll,
    keys: ["Ctrl+A"],
    group: "Select",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => selectAll(session),
  },
  {
    id: "select-none",
    label: "Select nothing",
    icon: IconSquareX,
    keys: ["Escape"],
    group: "Select",
    scope: "canvas",
    isEnabled: hasSelection,
    run: ({ state }) => state.select({}),
  },
  {
    id: "import",
    label: "Import a file",
    icon: IconFileImport,
    keys: ["Ctrl+I"],
    group: "Flow",
    scope: "page",
    isEnabled: mayEdit,
    run: async ({ session }) => (await import("./exchange/importing")).importFile(session),
  },
  {
    id: "export",
    label: "Export as a file",
    icon: IconDownload,
    keys: ["Ctrl+E"],
    group: "Flow",
    scope: "page",
    isEnabled: always,
    run: async ({ session }) => (await import("./exchange/exporting")).beginExport(session),
  },
  ...publishCommands,
  ...arrangeCommands,
  ...buildCommands,
  ...wireCommands,
  ...selectCommands,
  ...moveCommands,
  ...runCommands,
  ...tabCommands,
  ...templateCommands,
  ...panelCommands,
  ...viewCommands,
];

export function command(id: string): Command {
  const found = commands.find((item) => item.id === id);
  if (!found) throw new Error(`There is no command "${id}".`);
  return found;
}
