// Commands that keep what is drawn as a template, and that bring templates in.
import IconTemplate from "@tabler/icons-react/dist/esm/icons/IconTemplate.mjs";
import { type Command, editsNodes, mayEdit } from "../command";
import { focusOn } from "../focus";

export const templateCommands: readonly Command[] = [
  {
    id: "insert-template",
    label: "Insert a template",
    icon: IconTemplate,
    keys: [],
    group: "Build",
    scope: "page",
    isEnabled: mayEdit,
    run: ({ session }) => {
      session.view.setState({ isPaletteOpen: true, side: null, palette: "templates" });
      focusOn('[data-testid="palette-template-search"]');
    },
  },
  {
    id: "template-selection",
    label: "Save selection as template",
    icon: IconTemplate,
    keys: [],
    group: "Flow",
    scope: "page",
    isEnabled: editsNodes,
    run: ({ session }) => session.view.setState({ dialog: "template-selection" }),
  },
  {
    id: "template-flow",
    label: "Save flow as template",
    icon: IconTemplate,
    keys: [],
    group: "Flow",
    scope: "page",
    isEnabled: mayEdit,
    run: ({ session }) => session.view.setState({ dialog: "template-flow" }),
  },
];
