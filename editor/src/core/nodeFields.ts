// The fields of a node, in its config and beside it: whether it is asked where it works, and what problems say of them.
import type { Descriptor } from "./descriptor";
import type { FlowNode } from "./document";
import type { Problem } from "./problems";

/** Whether the node works on a machine, or says so although its type does not. */
export function hasPlace(node: FlowNode, { platforms }: Descriptor): boolean {
  const isSaid = node.target !== undefined || node.credential !== undefined;
  return isSaid || platforms?.some((platform) => platform !== "engine") === true;
}

/** Says where the node works, which is asked with its parameters. */
export function isOfPlace(field: string): boolean {
  return field === "target" || field === "credential";
}

/** The messages of a node's config by path inside it, "cases/0/value"; the whole of it is "". */
export function configMessages(problems: readonly Problem[], node: string): Map<string, string> {
  return messagesOf(problems, node, (field) => /^config(?:\/|$)(.*)/.exec(field)?.[1]);
}

/** The messages of the fields that stand beside the config: "timeout", "target". */
export function ownMessages(problems: readonly Problem[], node: string): Map<string, string> {
  return messagesOf(problems, node, (field) => (isOfConfig(field) ? undefined : field));
}

/** The first message of each place. */
function messagesOf(
  problems: readonly Problem[],
  node: string,
  placeOf: (field: string) => string | undefined,
): Map<string, string> {
  const messages = new Map<string, string>();
  for (const problem of problems) {
    const place = problem.node === node && problem.field ? placeOf(problem.field) : undefined;
    if (place !== undefined && !messages.has(place)) messages.set(place, problem.message);
  }
  return messages;
}

/** The part of a node's panel that shows the field: its parameters, or the settings that every node has. */
export function isParameter({ field }: Problem): boolean {
  return !field || isOfConfig(field) || isOfPlace(field);
}

function isOfConfig(field: string): boolean {
  return field.startsWith("config");
}
