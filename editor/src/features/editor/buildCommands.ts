// Commands that build: into wires, by name, out of and into subflows.
import IconArrowUpRight from "@tabler/icons-react/dist/esm/icons/IconArrowUpRight.mjs";
import IconClipboardPlus from "@tabler/icons-react/dist/esm/icons/IconClipboardPlus.mjs";
import IconCursorText from "@tabler/icons-react/dist/esm/icons/IconCursorText.mjs";
import IconPackageExport from "@tabler/icons-react/dist/esm/icons/IconPackageExport.mjs";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconRowInsertBottom from "@tabler/icons-react/dist/esm/icons/IconRowInsertBottom.mjs";
import IconUnlink from "@tabler/icons-react/dist/esm/icons/IconUnlink.mjs";
import { calledFlow } from "../../core/calls";
import { selectedNode } from "../../core/editorStore";
import { readClips } from "./clips";
import { type Command, type CommandContext, editsNodes, mayEdit } from "./command";
import { focusFirstField, focusOn } from "./focus";
import { quickAddPlace } from "./quickAddPlace";
import { detachCopy, openSubflow } from "./subflow/subflows";

const hasOneNode = ({ state }: CommandContext) => selectedNode(state) !== undefined;

const selectedWire = ({ state }: CommandContext): string | undefined =>
  state.selection.wires.size === 1 && state.selection.nodes.size === 0
    ? [...state.selection.wires][0]
    : undefined;

/** The flow that the selected node runs. */
function subflowOf({ session, state }: CommandContext): string | undefined {
  const node = state.document.nodes.find((item) => item.id === selectedNode(state));
  return node && calledFlow(node, session.catalog);
}

export const buildCommands: readonly Command[] = [
  {
    id: "paste-wired",
    label: "Paste and keep the wires that led there",
    icon: IconClipboardPlus,
    keys: ["Ctrl+Shift+V"],
    group: "Edit",
    scope: "canvas",
    isEnabled: mayEdit,
    run: async ({ session }) => (await readClips()).paste(session, true),
  },
  {
    id: "open-node",
    label: "Open the node",
    icon: IconPencil,
    keys: ["Enter"],
    group: "Build",
    scope: "canvas",
    isEnabled: hasOneNode,
    run: ({ session }) => {
      session.view.setState({ isInspectorOpen: true, inspector: "parameters" });
      focusFirstField();
    },
  },
  {
    id: "rename",
    label: "Rename the node",
    icon: IconCursorText,
    keys: ["F2"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && hasOneNode(context),
    run: ({ session }) => {
      session.view.setState({ isInspectorOpen: true });
      focusOn('[data-testid="node-name"]');
    },
  },
  {
    id: "insert",
    label: "Insert a node in the wire",
    icon: IconRowInsertBottom,
    keys: ["I"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && selectedWire(context) !== undefined,
    run: (context) => {
      const wire = selectedWire(context);
      context.session.view.setState({ quickAdd: { ...quickAddPlace(context.session), wire } });
    },
  },
  {
    id: "extract",
    label: "Extract to a subflow",
    icon: IconPackageExport,
    keys: ["Ctrl+Alt+E"],
    group: "Build",
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ session }) => session.view.setState({ dialog: "extract" }),
  },
  {
    id: "open-subflow",
    label: "Open the subflow",
    icon: IconArrowUpRight,
    keys: ["Ctrl+Alt+O"],
    group: "Go",
    scope: "canvas",
    isEnabled: (context) => subflowOf(context) !== undefined,
    run: (context) => openSubflow(context, subflowOf(context) ?? ""),
  },
  {
    id: "detach-copy",
    label: "Detach: give this call a copy of its own",
    icon: IconUnlink,
    keys: [],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && subflowOf(context) !== undefined,
    run: (context) => detachCopy(context, selectedNode(context.state) ?? "", subflowOf(context) ?? ""),
  },
];
