// Commands for wires: a junction in them, and links in place of lines.
import IconArrowMerge from "@tabler/icons-react/dist/esm/icons/IconArrowMerge.mjs";
import IconArrowRight from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
import IconRoute from "@tabler/icons-react/dist/esm/icons/IconRoute.mjs";
import IconUnlink from "@tabler/icons-react/dist/esm/icons/IconUnlink.mjs";
import { readLater } from "../../ui/lazily";
import { type Command, type CommandContext, mayEdit } from "./command";

const readEdits = readLater(() => import("./wireEdits"));

const chosen = ({ state: { document, selection } }: CommandContext) =>
  document.wires.filter((wire) => selection.wires.has(wire.id));

const hasPlace = (context: CommandContext) =>
  context.session.canvas.current?.pointed() !== undefined || chosen(context).length === 1;

const hasJunctions = ({ session }: CommandContext) =>
  session.catalog.items.some((item) => item.shape === "junction");

export const wireCommands: readonly Command[] = [
  {
    id: "add-junction",
    label: "Add a junction to the wire",
    icon: IconArrowMerge,
    keys: ["J"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && hasJunctions(context) && hasPlace(context),
    run: async ({ session }) => (await readEdits()).addJunction(session),
  },
  {
    id: "make-link",
    label: "Turn into a link",
    icon: IconUnlink,
    keys: ["Shift+L"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && chosen(context).some((wire) => !wire.link),
    run: async ({ session }) => (await readEdits()).makeLinks(session),
  },
  {
    id: "draw-line",
    label: "Draw the line again",
    icon: IconRoute,
    keys: ["Ctrl+Shift+L"],
    group: "Build",
    scope: "canvas",
    isEnabled: (context) => mayEdit(context) && chosen(context).some((wire) => wire.link),
    run: async ({ session }) => (await readEdits()).drawLines(session),
  },
  {
    id: "follow-link",
    label: "Go to the other end of the link",
    icon: IconArrowRight,
    keys: [],
    group: "Go",
    scope: "canvas",
    isEnabled: (context) => chosen(context).length === 1 && chosen(context)[0]?.link !== undefined,
    run: async ({ session }) => (await readEdits()).followLink(session),
  },
];
