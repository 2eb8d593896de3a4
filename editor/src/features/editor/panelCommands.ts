// Commands that open what stands around the canvas: palettes, panels, lists and help.
import IconCommand from "@tabler/icons-react/dist/esm/icons/IconCommand.mjs";
import IconFocus2 from "@tabler/icons-react/dist/esm/icons/IconFocus2.mjs";
import IconFocusCentered from "@tabler/icons-react/dist/esm/icons/IconFocusCentered.mjs";
import IconLayoutBottombar from "@tabler/icons-react/dist/esm/icons/IconLayoutBottombar.mjs";
import IconListSearch from "@tabler/icons-react/dist/esm/icons/IconListSearch.mjs";
import IconListTree from "@tabler/icons-react/dist/esm/icons/IconListTree.mjs";
import IconMap from "@tabler/icons-react/dist/esm/icons/IconMap.mjs";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import IconSettings from "@tabler/icons-react/dist/esm/icons/IconSettings.mjs";
import IconSitemap from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
import IconVariable from "@tabler/icons-react/dist/esm/icons/IconVariable.mjs";
import IconZoomReset from "@tabler/icons-react/dist/esm/icons/IconZoomReset.mjs";
import { always, type Command, type CommandContext, hasSelection } from "./command";
import { showPlace } from "./find/showPlace";
import { focusCanvas, focusOn } from "./focus";
import type { DrawerTab, InspectorTab } from "./session";

function panel(id: string, label: string, key: string, tab: InspectorTab): Command {
  return {
    id: `show-${id}`,
    label,
    icon: IconListSearch,
    keys: [`Ctrl+G ${key}`],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ isInspectorOpen: true, inspector: tab }),
  };
}

function openSide(side: "outline" | "find" | "usages", focus: string) {
  return ({ session }: CommandContext) => {
    session.view.setState({ side });
    focusOn(focus);
  };
}

function stepThrough(by: 1 | -1) {
  return ({ session }: CommandContext) => {
    const found = session.finder.current?.step(by);
    if (found) showPlace(session, found);
  };
}

const hasFound = ({ session }: CommandContext) => (session.finder.current?.getState().found.length ?? 0) > 0;

export const panelCommands: readonly Command[] = [
  {
    id: "commands",
    label: "Command palette",
    icon: IconCommand,
    keys: ["Ctrl+K", "Ctrl+Shift+P"],
    group: "Go",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ dialog: "commands" }),
  },
  {
    id: "flows",
    label: "Go to a flow",
    icon: IconSitemap,
    keys: ["Ctrl+Shift+F"],
    group: "Go",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ dialog: "flows" }),
  },
  {
    id: "find",
    label: "Find in this flow",
    icon: IconSearch,
    keys: ["Ctrl+F"],
    group: "Go",
    scope: "page",
    isEnabled: always,
    run: openSide("find", '[data-testid="find-text"]'),
  },
  {
    id: "find-next",
    label: "Next place found",
    icon: IconSearch,
    keys: ["F3"],
    group: "Go",
    scope: "page",
    isEnabled: hasFound,
    run: stepThrough(1),
  },
  {
    id: "find-previous",
    label: "Previous place found",
    icon: IconSearch,
    keys: ["Shift+F3"],
    group: "Go",
    scope: "page",
    isEnabled: hasFound,
    run: stepThrough(-1),
  },
  {
    id: "usages",
    label: "Find usages of a variable, subflow or credential",
    icon: IconVariable,
    keys: ["Shift+F12"],
    group: "Go",
    scope: "page",
    isEnabled: always,
    run: openSide("usages", '[data-testid="usages-subject"]'),
  },
  {
    id: "outline",
    label: "Outline of the flow",
    icon: IconListTree,
    keys: ["Ctrl+Shift+O"],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: openSide("outline", '[data-testid="outline"] [tabindex="0"]'),
  },
  {
    id: "show-selection",
    label: "Show the selection",
    icon: IconFocusCentered,
    keys: ["."],
    group: "View",
    scope: "canvas",
    isEnabled: ({ state }) => state.selection.nodes.size > 0,
    run: ({ session, state }) => session.canvas.current?.fitNodes(state.selection.nodes),
  },
  {
    id: "zoom-reset",
    label: "Zoom to 100 %",
    icon: IconZoomReset,
    keys: ["Ctrl+0"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.zoomTo(1),
  },
  {
    id: "toggle-minimap",
    label: "Show or hide the overview map",
    icon: IconMap,
    keys: ["M"],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.view.setState((view) => ({ isMinimapOpen: !view.isMinimapOpen })),
  },
  {
    id: "toggle-drawer",
    label: "Show or hide the drawer",
    icon: IconLayoutBottombar,
    keys: ["Ctrl+J"],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ session }) =>
      session.view.setState((view) => ({
        drawer: view.drawer === null ? ((view.runId ? "run" : "problems") satisfies DrawerTab) : null,
      })),
  },
  panel("info", "Show the parameters", "I", "parameters"),
  panel("help", "Show the help of the node", "H", "docs"),
  panel("config", "Show the settings of the node", "C", "settings"),
  panel("context", "Show the output of the node", "X", "output"),
  {
    id: "show-debug",
    label: "Show the run",
    icon: IconLayoutBottombar,
    keys: ["Ctrl+G D"],
    group: "View",
    scope: "page",
    isEnabled: ({ session }) => session.view.getState().runId !== null,
    run: ({ session }) => session.view.setState({ drawer: "run" }),
  },
  {
    id: "keymap",
    label: "Change the keyboard shortcuts",
    icon: IconSettings,
    keys: ["Ctrl+,"],
    group: "View",
    scope: "page",
    isEnabled: always,
    run: ({ session }) => session.view.setState({ dialog: "keymap" }),
  },
  {
    id: "to-canvas",
    label: "Back to the canvas",
    icon: IconFocus2,
    keys: ["Ctrl+Escape"],
    group: "Go",
    scope: "form",
    isEnabled: always,
    run: ({ session, state }) => {
      focusCanvas();
      if (!hasSelection({ session, state } as CommandContext)) state.announce("On the canvas.");
    },
  },
];
