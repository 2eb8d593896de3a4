// Commands that change what is seen, never the document.
import IconKeyboard from "@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs";
import IconLayoutSidebar from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebar.mjs";
import IconLayoutSidebarRight from "@tabler/icons-react/dist/esm/icons/IconLayoutSidebarRight.mjs";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import IconZoomIn from "@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs";
import IconZoomOut from "@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs";
import { always, type Command } from "./command";

export const viewCommands: readonly Command[] = [
  {
    id: "fit",
    label: "Show the whole flow",
    icon: IconMaximize,
    keys: ["1"],
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.fitAll(),
  },
  {
    id: "zoom-in",
    label: "Zoom in",
    icon: IconZoomIn,
    keys: ["Ctrl+="],
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.zoomIn(),
  },
  {
    id: "zoom-out",
    label: "Zoom out",
    icon: IconZoomOut,
    keys: ["Ctrl+-"],
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.zoomOut(),
  },
  {
    id: "toggle-palette",
    label: "Show or hide the list of nodes",
    icon: IconLayoutSidebar,
    keys: ["Ctrl+P"],
    scope: "page",
    isEnabled: ({ session }) => session.mayEdit,
    run: ({ session }) => session.view.setState((view) => ({ isPaletteOpen: !view.isPaletteOpen })),
  },
  {
    id: "toggle-inspector",
    label: "Show or hide the details",
    icon: IconLayoutSidebarRight,
    keys: ["Ctrl+Alt+P"],
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState((view) => ({ isInspectorOpen: !view.isInspectorOpen })),
  },
  {
    id: "keys",
    label: "Keyboard shortcuts",
    icon: IconKeyboard,
    keys: ["?"],
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ dialog: "keys" }),
  },
];
