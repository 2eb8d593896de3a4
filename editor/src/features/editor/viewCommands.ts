// Commands that change what is seen, never the document.
import IconBraces from "@tabler/icons-react/dist/esm/icons/IconBraces.mjs";
import IconKeyboard from "@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs";
import IconLayoutSidebar from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebar.mjs";
import IconLayoutSidebarRight from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebarRight.mjs";
import IconListNumbers from "@tabler/icons-react/dist/esm/icons/IconListNumbers.mjs";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconVectorSpline from "@tabler/icons-react/dist/esm/icons/IconVectorSpline.mjs";
import IconZoomIn from "@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs";
import IconZoomOut from "@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs";
import { preferences } from "../../ui/preferences";
import { always, type Command } from "./command";
import type { Look } from "./session";

function look(id: Look, label: string, icon: Command["icon"]): Command {
  return {
    id: `look-${id}`,
    label,
    icon,
    keys: [],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ look: id }),
  };
}

export const viewCommands: readonly Command[] = [
  look("canvas", "Show the flow as a drawing", IconSitemap),
  look("list", "Show the flow as a list of steps", IconListNumbers),
  look("json", "Show the flow as JSON", IconBraces),
  {
    id: "fit",
    label: "Show the whole flow",
    icon: IconMaximize,
    keys: ["1"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.fitAll(),
  },
  {
    id: "zoom-in",
    label: "Zoom in",
    icon: IconZoomIn,
    keys: ["Ctrl+=", "Ctrl++"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.zoomIn(),
  },
  {
    id: "zoom-out",
    label: "Zoom out",
    icon: IconZoomOut,
    keys: ["Ctrl+-"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.zoomOut(),
  },
  {
    id: "toggle-palette",
    label: "Show or hide the list of nodes",
    icon: IconLayoutSidebar,
    keys: ["Ctrl+P"],
    group: "View",
    scope: "page",
    isEnabled: ({ session }) => session.mayEdit,
    run: ({ session }) => session.view.setState((view) => ({ isPaletteOpen: !view.isPaletteOpen })),
  },
  {
    id: "toggle-inspector",
    label: "Show or hide the details",
    icon: IconLayoutSidebarRight,
    keys: ["Ctrl+Space", "Ctrl+Alt+P"],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState((view) => ({ isInspectorOpen: !view.isInspectorOpen })),
  },
  {
    id: "wire-shape",
    label: "Draw wires with curves or right angles",
    icon: IconVectorSpline,
    keys: [],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ state }) => {
      const wires = preferences.getState().wires === "square" ? "curved" : "square";
      preferences.setState({ wires });
      state.announce(wires === "square" ? "Wires have right angles." : "Wires are curved.");
    },
  },
  {
    id: "keys",
    label: "Keyboard shortcuts",
    icon: IconKeyboard,
    keys: ["?"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ dialog: "keys" }),
  },
];
