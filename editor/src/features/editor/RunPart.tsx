// A run of a part of the flow: what it starts with, and the line in the run dialog that says so.
import { Text } from "@mantine/core";
import type { Breakpoint } from "../../core/bench";
import { type JsonObject, nodeTitle } from "../../core/document";
import { planFrom } from "../../core/partialRun";
import { type Session, useEditorSession, useView } from "./session";

export function partOf(session: Session): { pins: JsonObject; breakpoints: Breakpoint[] } {
  const { from, to } = session.view.getState().runPlan ?? {};
  const { document } = session.store.getState();
  const plan = from
    ? planFrom(document, session.catalog, session.overlay.getState().overlay, from)
    : undefined;
  const breakpoints =
    to && !session.bench.getState().breakpoints.some((item) => item.node === to) ? [{ node: to }] : [];
  return { pins: plan?.ok ? plan.pins : {}, breakpoints };
}

export function PartNote() {
  const session = useEditorSession();
  const plan = useView((view) => view.runPlan);
  const id = plan?.from ?? plan?.to;
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  if (!plan || !node) return null;
  const title = nodeTitle(node, session.catalog.get(node.type)?.name ?? node.type);
  return (
    <Text size="sm" data-testid="run-part">
      {plan.from
        ? `Goes on from “${title}”. What was done before it is not done again: those nodes give what they gave in the run that is shown.`
        : `Runs up to “${title}” and is held before it.`}
    </Text>
  );
}
