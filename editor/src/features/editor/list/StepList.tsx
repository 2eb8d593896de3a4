// A flow that is a plain chain as a list of steps; of another flow it says what is in the way.
import { Button, Text } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useMemo, useState } from "react";
import type { FlowNode } from "../../../core/document";
import { chainOf } from "../../../core/steps";
import { Empty } from "../../../ui/states";
import { focusFirstField } from "../focus";
import { type Session, useEditor, useEditorSession } from "../session";
import classes from "./StepList.module.css";
import { StepRow } from "./StepRow";
import { moveStep, openAdd, removeStep, showStep } from "./steps";

export default function StepList() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const chain = useMemo(() => chainOf(document, session.catalog), [document, session.catalog]);
  if (!chain.ok) return <NoList reason={chain.reason} node={chain.node} />;
  return <Steps steps={chain.steps} />;
}

function Steps({ steps }: { steps: readonly FlowNode[] }) {
  const session = useEditorSession();
  const chosen = useEditor((state) => state.selection.nodes);
  const [dragged, setDragged] = useState<string | null>(null);
  const stop = steps.find((step) => chosen.has(step.id)) ?? steps[0];
  const last = steps.at(-1);
  return (
    <div className={classes.page} data-testid="step-list">
      <ol className={classes.list} aria-label="Steps">
        {steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            index={index}
            count={steps.length}
            isSelected={chosen.has(step.id)}
            isTabStop={step === stop}
            onKey={(event) => act(session, steps, index, event)}
            onDrag={setDragged}
            onDrop={() => {
              if (dragged !== null && dragged !== step.id) moveStep(session, dragged, index);
              setDragged(null);
            }}
          />
        ))}
      </ol>
      {steps.length === 0 && <Empty>This flow has no steps yet.</Empty>}
      {session.mayEdit && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={(event) => openAdd(session, event.currentTarget, behindWhich(session, last))}
          data-testid="add-step"
        >
          Add a step
        </Button>
      )}
      <Text size="xs" c="dimmed">
        Arrows go from step to step, Alt with an arrow moves one, N adds one behind it, Delete removes it,
        Enter opens it.
      </Text>
    </div>
  );
}

/** Behind the last step; before it where nothing can come behind, as with an end. */
function behindWhich(session: Session, last: FlowNode | undefined): string | undefined {
  if (!last) return undefined;
  const ports = session.catalog.get(last.type)?.ports;
  const isEnd = ports !== undefined && ports.outputs.length === 0 && ports.derived === undefined;
  if (!isEnd) return last.id;
  return session.store.getState().document.wires.find((wire) => wire.target === last.id)?.source;
}

function act(session: Session, steps: readonly FlowNode[], index: number, event: React.KeyboardEvent): void {
  const step = steps[index];
  if (!step || event.ctrlKey || event.metaKey) return;
  const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const key = event.key.toLowerCase();
  if (by !== 0 && !event.altKey) showStep(session, steps[index + by]?.id ?? step.id);
  else if (by !== 0 && session.mayEdit) moveStep(session, step.id, index + by);
  else if (key === "delete" && session.mayEdit) removeStep(session, step.id);
  else if (key === "n" && session.mayEdit) openAdd(session, event.currentTarget, step.id);
  else if (key === "enter") openStep(session, step.id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function openStep(session: Session, id: string): void {
  session.store.getState().select({ nodes: new Set([id]) });
  session.view.setState({ isInspectorOpen: true, inspector: "parameters" });
  focusFirstField();
}

function NoList({ reason, node }: { reason: string; node: string | undefined }) {
  const { store, view } = useEditorSession();
  const show = () => {
    if (node !== undefined) store.getState().select({ nodes: new Set([node]) });
    view.setState({ look: "canvas" });
  };
  return (
    <div className={classes.page} data-testid="no-list">
      <Empty action={<Button onClick={show}>{node === undefined ? "Back to the canvas" : "Show it"}</Button>}>
        This flow cannot be a list of steps: {reason} A list is for flows that go from step to step.
      </Empty>
    </div>
  );
}
