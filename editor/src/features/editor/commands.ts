// Every action of the editor, registered once: toolbar, shortcuts and the key help read this list.
import IconArrowBackUp from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
import IconArrowForwardUp from "@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs";
import IconArrowRightBar from "@tabler/icons-react/dist/esm/icons/IconArrowRightBar.mjs";
import IconBan from "@tabler/icons-react/dist/esm/icons/IconBan.mjs";
import IconClipboard from "@tabler/icons-react/dist/esm/icons/IconClipboard.mjs";
import IconCopy from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
import IconCut from "@tabler/icons-react/dist/esm/icons/IconCut.mjs";
import IconDeviceFloppy from "@tabler/icons-react/dist/esm/icons/IconDeviceFloppy.mjs";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import IconEyeCheck from "@tabler/icons-react/dist/esm/icons/IconEyeCheck.mjs";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconFlagPause from "@tabler/icons-react/dist/esm/icons/IconFlagPause.mjs";
import IconPin from "@tabler/icons-react/dist/esm/icons/IconPin.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconSelectAll from "@tabler/icons-react/dist/esm/icons/IconSelectAll.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconSquareX from "@tabler/icons-react/dist/esm/icons/IconSquareX.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { parseDocument, serialize } from "../../core/document";
import { canRedo, canUndo, isDirty, selectedNode } from "../../core/editorStore";
import { downloadText, pickTextFile } from "../../ui/files";
import { toast, toastFailure } from "../../ui/toast";
import { always, type Command, type CommandContext } from "./command";
import {
  copySelection,
  duplicateSelection,
  pasteText,
  removeSelection,
  selectAll,
  tidyAll,
  toggleDisabled,
  togglePin,
} from "./edit";
import { viewCommands } from "./viewCommands";

const hasSelection = ({ state }: CommandContext) =>
  state.selection.nodes.size + state.selection.wires.size > 0;
const hasNodes = ({ state }: CommandContext) => state.selection.nodes.size > 0;
const mayEdit = ({ session }: CommandContext) => session.mayEdit;
const editsSelection = (context: CommandContext) => mayEdit(context) && hasSelection(context);
const editsNodes = (context: CommandContext) => mayEdit(context) && hasNodes(context);

async function copy({ session }: CommandContext): Promise<void> {
  try {
    await navigator.clipboard.writeText(copySelection(session));
  } catch (error) {
    toastFailure("The browser did not let the page use the clipboard", error);
  }
}

async function paste({ session }: CommandContext): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    const at = session.canvas.current?.center() ?? "beside";
    if (!pasteText(session, text, at, "paste"))
      toast("The clipboard holds no nodes. Copy nodes first, here or in another tab.");
  } catch (error) {
    toastFailure("The browser did not let the page use the clipboard", error);
  }
}

async function importFile({ session }: CommandContext): Promise<void> {
  const text = await pickTextFile(".json,application/json");
  if (text === undefined) return;
  try {
    const { name } = session.store.getState().document;
    session.store.getState().apply({ kind: "replace", document: { ...parseDocument(text), name } });
    session.canvas.current?.fitAll();
    toast("The file took the place of the drawing. Undo brings the old one back.");
  } catch (error) {
    toastFailure("The file was not imported", error);
  }
}

async function run({ session, save }: CommandContext): Promise<void> {
  if (session.mayEdit && !(await save())) return;
  session.view.setState({ dialog: "run" });
}

export const commands: readonly Command[] = [
  {
    id: "undo",
    label: "Undo",
    icon: IconArrowBackUp,
    keys: ["Ctrl+Z"],
    scope: "page",
    isEnabled: ({ state }) => canUndo(state),
    run: ({ state }) => state.undo(),
  },
  {
    id: "redo",
    label: "Redo",
    icon: IconArrowForwardUp,
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    scope: "page",
    isEnabled: ({ state }) => canRedo(state),
    run: ({ state }) => state.redo(),
  },
  {
    id: "save",
    label: "Save",
    icon: IconDeviceFloppy,
    keys: ["Ctrl+S"],
    scope: "page",
    isEnabled: (context) => mayEdit(context) && isDirty(context.state),
    run: ({ save }) => save(),
  },
  {
    id: "run",
    label: "Run",
    icon: IconPlayerPlay,
    keys: ["Ctrl+Enter"],
    scope: "page",
    isEnabled: mayEdit,
    run,
  },
  {
    id: "dry-run",
    label: "Dry run",
    icon: IconEyeCheck,
    keys: ["Ctrl+Shift+Enter"],
    scope: "page",
    isEnabled: mayEdit,
    run: ({ session }) => session.view.setState({ dialog: "dry-run" }),
  },
  {
    id: "breakpoint",
    label: "Breakpoint on or off",
    icon: IconFlagPause,
    keys: ["B"],
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
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session, state }) => {
      for (const node of state.selection.nodes) togglePin(session, node);
    },
  },
  {
    id: "quick-add",
    label: "Add a node",
    icon: IconPlus,
    keys: ["N"],
    scope: "canvas",
    isEnabled: mayEdit,
    run: quickAdd,
  },
  {
    id: "delete",
    label: "Delete",
    icon: IconTrash,
    keys: ["Delete", "Backspace"],
    scope: "canvas",
    isEnabled: editsSelection,
    run: ({ session }) => removeSelection(session),
  },
  {
    id: "copy",
    label: "Copy",
    icon: IconCopy,
    keys: ["Ctrl+C"],
    scope: "canvas",
    isEnabled: hasNodes,
    run: copy,
  },
  {
    id: "cut",
    label: "Cut",
    icon: IconCut,
    keys: ["Ctrl+X"],
    scope: "canvas",
    isEnabled: editsNodes,
    run: async (context) => {
      await copy(context);
      removeSelection(context.session);
    },
  },
  {
    id: "paste",
    label: "Paste",
    icon: IconClipboard,
    keys: ["Ctrl+V"],
    scope: "canvas",
    isEnabled: mayEdit,
    run: paste,
  },
  {
    id: "duplicate",
    label: "Duplicate",
    icon: IconCopy,
    keys: ["Ctrl+D"],
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session }) => duplicateSelection(session),
  },
  {
    id: "toggle-disabled",
    label: "Enable or disable",
    icon: IconBan,
    keys: ["E"],
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session }) => toggleDisabled(session),
  },
  {
    id: "connect",
    label: "Connect the selected node",
    icon: IconArrowRightBar,
    keys: ["C"],
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && selectedNode(context.state) !== undefined,
    run: ({ session }) => session.view.setState({ dialog: "connect" }),
  },
  {
    id: "tidy",
    label: "Tidy",
    icon: IconSitemap,
    keys: ["Shift+T"],
    scope: "canvas",
    isEnabled: mayEdit,
    run: ({ session }) => tidyAll(session),
  },
  {
    id: "select-all",
    label: "Select all",
    icon: IconSelectAll,
    keys: ["Ctrl+A"],
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => selectAll(session),
  },
  {
    id: "select-none",
    label: "Select nothing",
    icon: IconSquareX,
    keys: ["Escape"],
    scope: "canvas",
    isEnabled: hasSelection,
    run: ({ state }) => state.select({}),
  },
  {
    id: "import",
    label: "Import a file",
    icon: IconFileImport,
    keys: ["Ctrl+I"],
    scope: "page",
    isEnabled: mayEdit,
    run: importFile,
  },
  {
    id: "export",
    label: "Export as a file",
    icon: IconDownload,
    keys: ["Ctrl+E"],
    scope: "page",
    isEnabled: always,
    run: ({ state }) => downloadText(`${state.document.name}.json`, serialize(state.document)),
  },
  ...viewCommands,
];

export function command(id: string): Command {
  const found = commands.find((item) => item.id === id);
  if (!found) throw new Error(`There is no command "${id}".`);
  return found;
}

/** Opens the search at the middle of the canvas; a selected node is wired to what is chosen. */
function quickAdd({ session }: CommandContext): void {
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  const at = box ? { x: box.x + box.width / 2 - 160, y: box.y + 80 } : { x: 300, y: 200 };
  session.view.setState({ quickAdd: { at, place: session.canvas.current?.center() ?? { x: 0, y: 0 } } });
}
