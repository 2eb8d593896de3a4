// What the command palette offers: every action, the nodes of this flow, the flows there are. What was used lately is
// first.
import type { FlowItem } from "../../../api/flows/types";
import { nodeTitle } from "../../../core/document";
import { fuzzyScore } from "../../../core/fuzzy";
import { keysOf } from "../../../core/keymap";
import { keymap } from "../../../ui/keymap";
import type { CommandContext } from "../command";
import { commands } from "../commands";
import { showNode } from "../edit";
import { focusCanvas } from "../focus";

export interface Entry {
  id: string;
  kind: "Action" | "Node" | "Flow";
  label: string;
  /** Said beside it, and searched too. */
  hint: string;
  keys: string | undefined;
  isEnabled: boolean;
  run: () => void;
}

const HIDDEN = /^(focus|nudge|step|scroll|scroll-fast)-(left|right|up|down)$/;

export function actionEntries(context: CommandContext): Entry[] {
  const state = keymap.getState();
  return commands
    .filter((item) => item.id !== "commands" && !HIDDEN.test(item.id))
    .map((item) => ({
      id: `action:${item.id}`,
      kind: "Action",
      label: item.label,
      hint: item.group ?? "Edit",
      keys: keysOf(state, item)[0],
      isEnabled: item.isEnabled(context),
      run: () => {
        item.run(context);
      },
    }));
}

export function nodeEntries({ session, state }: CommandContext): Entry[] {
  return state.document.nodes.map((node) => {
    const type = session.catalog.get(node.type)?.name ?? node.type;
    return {
      id: `node:${session.flowId}:${node.id}`,
      kind: "Node",
      label: nodeTitle(node, type),
      hint: node.name ? `${type} · ${node.id}` : node.id,
      keys: undefined,
      isEnabled: true,
      run: () => {
        showNode(session, node.id);
        focusCanvas();
      },
    };
  });
}

export function flowEntries({ session, openFlow }: CommandContext, flows: readonly FlowItem[]): Entry[] {
  return flows
    .filter((flow) => flow.id !== session.flowId)
    .map((flow) => ({
      id: `flow:${flow.id}`,
      kind: "Flow",
      label: flow.name,
      hint: flow.description || `${flow.node_count} nodes`,
      keys: undefined,
      isEnabled: true,
      run: () => openFlow(flow.id),
    }));
}

const SHOWN = 60;
const RECENT_BONUS = 12;

/** The best of them first; what cannot be done now comes last. */
export function rankEntries(entries: readonly Entry[], text: string, recent: readonly string[]): Entry[] {
  const isTyped = text.trim() !== "";
  const place = new Map(recent.map((id, index) => [id, index]));
  const scored = entries.flatMap((entry) => {
    const score = Math.max(
      fuzzyScore(text, entry.label),
      fuzzyScore(text, `${entry.label} ${entry.hint}`) * 0.6,
    );
    if (score <= 0) return [];
    const at = place.get(entry.id);
    const bonus = at === undefined ? 0 : isTyped ? RECENT_BONUS : 1000 - at;
    return [{ entry, score: score + bonus - (entry.isEnabled ? 0 : 500) }];
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}
