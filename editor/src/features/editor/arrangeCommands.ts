// Putting what is chosen in order: align, distribute, group, note, tidy.
import IconBoxMultiple from "@tabler/icons-react/dist/esm/icons/IconBoxMultiple.mjs";
import IconGridDots from "@tabler/icons-react/dist/esm/icons/IconGridDots.mjs";
import IconLayoutAlignBottom from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignBottom.mjs";
import IconLayoutAlignCenter from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignCenter.mjs";
import IconLayoutAlignLeft from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignLeft.mjs";
import IconLayoutAlignMiddle from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignMiddle.mjs";
import IconLayoutAlignRight from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignRight.mjs";
import IconLayoutAlignTop from "@tabler/icons-react/dist/esm/icons/IconLayoutAlignTop.mjs";
import IconLayoutDistributeHorizontal from "@tabler/icons-react/dist/esm/icons/IconLayoutDistributeHorizontal.mjs";
import IconLayoutDistributeVertical from "@tabler/icons-react/dist/esm/icons/IconLayoutDistributeVertical.mjs";
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import IconNote from "@tabler/icons-react/dist/esm/icons/IconNote.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconTag from "@tabler/icons-react/dist/esm/icons/IconTag.mjs";
import IconTrashX from "@tabler/icons-react/dist/esm/icons/IconTrashX.mjs";
import { addGroup, addNote, groupsOf, removeGroups } from "../../core/annotations";
import { snap } from "../../core/geometry";
import type { BasicOperation } from "../../core/operations";
import { readLater } from "../../ui/lazily";
import type { Command, CommandContext } from "./command";
import { removeSelection } from "./edit";

type Tools = typeof import("../../core/arrange");
type Arrange = (boxes: ReturnType<Tools["boxesOf"]>, tools: Tools) => BasicOperation | undefined;

const readTidying = readLater(() => import("./tidying"));
const readTools = readLater(() => import("../../core/arrange"));

const mayEdit = ({ session }: CommandContext) => session.mayEdit;
const edits =
  (least: number) =>
  ({ session, state }: CommandContext) =>
    session.mayEdit && state.selection.nodes.size >= least;

function arranging(
  id: string,
  label: string,
  icon: Command["icon"],
  key: string,
  least: number,
  arrange: Arrange,
): Command {
  return {
    id,
    label,
    icon,
    keys: [`Alt+A ${key}`],
    group: "Build",
    scope: "canvas",
    isEnabled: edits(least),
    run: async ({ session }) => {
      const tools = await readTools();
      const { document, selection, apply } = session.store.getState();
      const operation = arrange(tools.boxesOf(document, session.catalog, selection.nodes), tools);
      if (operation) apply(operation);
    },
  };
}

function groupsOfSelection({ state }: CommandContext): Set<string> {
  const groups = groupsOf(state.document).filter((group) =>
    group.nodes.some((node) => state.selection.nodes.has(node)),
  );
  return new Set(groups.map((group) => group.id));
}

export const arrangeCommands: readonly Command[] = [
  arranging("align-left", "Align left edges", IconLayoutAlignLeft, "L", 2, (boxes, { align }) =>
    align(boxes, "left"),
  ),
  arranging("align-right", "Align right edges", IconLayoutAlignRight, "R", 2, (boxes, { align }) =>
    align(boxes, "right"),
  ),
  arranging("align-top", "Align top edges", IconLayoutAlignTop, "T", 2, (boxes, { align }) =>
    align(boxes, "top"),
  ),
  arranging("align-bottom", "Align bottom edges", IconLayoutAlignBottom, "B", 2, (boxes, { align }) =>
    align(boxes, "bottom"),
  ),
  arranging("align-middle", "Align on one level", IconLayoutAlignMiddle, "M", 2, (boxes, { align }) =>
    align(boxes, "middle"),
  ),
  arranging("align-center", "Align one below the other", IconLayoutAlignCenter, "C", 2, (boxes, { align }) =>
    align(boxes, "center"),
  ),
  arranging(
    "distribute-vertical",
    "Same gaps from top to bottom",
    IconLayoutDistributeVertical,
    "V",
    3,
    (boxes, { distribute }) => distribute(boxes, "vertical"),
  ),
  arranging(
    "distribute-horizontal",
    "Same gaps from left to right",
    IconLayoutDistributeHorizontal,
    "H",
    3,
    (boxes, { distribute }) => distribute(boxes, "horizontal"),
  ),
  arranging("snap-to-grid", "Snap to the grid", IconGridDots, "G", 1, (boxes, { snapToGrid }) =>
    snapToGrid(boxes),
  ),
  {
    id: "tidy",
    label: "Tidy",
    icon: IconSitemap,
    keys: ["Shift+T"],
    group: "Build",
    scope: "canvas",
    isEnabled: mayEdit,
    run: async ({ session }) => (await readTidying()).tidyNodes(session),
  },
  {
    id: "tidy-selection",
    label: "Tidy what is selected",
    icon: IconSitemap,
    keys: ["T"],
    group: "Build",
    scope: "canvas",
    isEnabled: edits(2),
    run: async ({ session, state }) => (await readTidying()).tidyNodes(session, state.selection.nodes),
  },
  {
    id: "fix-place",
    label: "Keep in place when tidying, or not",
    icon: IconLock,
    keys: ["Shift+P"],
    group: "Build",
    scope: "canvas",
    isEnabled: edits(1),
    run: ({ state }) => {
      const chosen = state.document.nodes.filter((node) => state.selection.nodes.has(node.id));
      const isFixed = chosen.every((node) => node.fixed);
      state.apply({
        kind: "batch",
        label: isFixed ? "let go of places" : "keep places",
        operations: chosen.map((node) => ({
          kind: "setNode",
          node: node.id,
          settings: { fixed: isFixed ? undefined : true },
        })),
      });
    },
  },
  {
    id: "delete-without-joining",
    label: "Delete without joining the neighbours",
    icon: IconTrashX,
    keys: ["Ctrl+Delete", "Ctrl+Backspace"],
    group: "Build",
    scope: "canvas",
    isEnabled: edits(1),
    run: ({ session }) => removeSelection(session, false),
  },
  {
    id: "group",
    label: "Group",
    icon: IconBoxMultiple,
    keys: ["Ctrl+Shift+G"],
    group: "Build",
    scope: "canvas",
    isEnabled: edits(1),
    run: ({ state }) => state.apply(addGroup(state.document, [...state.selection.nodes])),
  },
  {
    id: "ungroup",
    label: "Ungroup",
    icon: IconBoxMultiple,
    keys: ["Ctrl+Shift+U"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && groupsOfSelection(context).size > 0,
    run: (context) => context.state.apply(removeGroups(context.state.document, groupsOfSelection(context))),
  },
  {
    id: "add-note",
    label: "Add a note",
    icon: IconNote,
    keys: ["Shift+N"],
    group: "Build",
    scope: "canvas",
    isEnabled: mayEdit,
    run: ({ session, state }) => {
      const at = session.canvas.current?.center() ?? { x: 0, y: 0 };
      const added = addNote(state.document, { x: snap(at.x - 120), y: snap(at.y - 60) });
      state.apply(added);
      session.canvas.current?.write(added.id);
    },
  },
  {
    id: "label-wire",
    label: "Write the label of the selected wire",
    icon: IconTag,
    keys: ["L"],
    group: "Build",
    scope: "canvas",
    isEnabled: ({ session, state }) => session.mayEdit && state.selection.wires.size === 1,
    run: ({ session, state }) => {
      const [wire] = state.selection.wires;
      if (wire) session.canvas.current?.write(wire);
    },
  },
];
