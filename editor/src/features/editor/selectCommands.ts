// Choosing nodes by how they hang together.

import type { Icon } from "@tabler/icons-react";
import IconArrowsLeft from "@tabler/icons-react/dist/esm/icons/IconArrowsLeft.mjs";
import IconArrowsLeftRight from "@tabler/icons-react/dist/esm/icons/IconArrowsLeftRight.mjs";
import IconArrowsRight from "@tabler/icons-react/dist/esm/icons/IconArrowsRight.mjs";
import { type Spread, spread } from "../../core/places";
import { type Command, hasNodes } from "./command";

function selecting(way: Spread, label: string, icon: Icon, key: string): Command {
  return {
    id: `select-${way}`,
    label,
    icon,
    keys: [`Alt+S ${key}`],
    group: "Select",
    scope: "canvas",
    isEnabled: hasNodes,
    run: ({ state }) => {
      const nodes = spread(state.document, state.selection.nodes, way);
      state.select({ nodes });
      state.announce(`${nodes.size} nodes selected.`);
    },
  };
}

export const selectCommands: readonly Command[] = [
  selecting("upstream", "Select all that leads here", IconArrowsLeft, "U"),
  selecting("downstream", "Select all that this leads to", IconArrowsRight, "D"),
  selecting("connected", "Select all that hangs together", IconArrowsLeftRight, "C"),
];
