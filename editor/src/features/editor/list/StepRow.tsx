// One step of the list: its type, name and what it will do, and the buttons that move and remove it.
import { ActionIcon } from "@mantine/core";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useState } from "react";
import type { FlowNode } from "../../../core/document";
import { summaryOf } from "../../../core/summary";
import { nodeIcon } from "../../../ui/nodeIcons";
import { useEditorSession, useView } from "../session";
import classes from "./StepList.module.css";
import { moveStep, openAdd, removeStep, stepId, titleOf } from "./steps";

interface Props {
  step: FlowNode;
  index: number;
  count: number;
  isSelected: boolean;
  isTabStop: boolean;
  onKey: (event: React.KeyboardEvent) => void;
  onDrag: (id: string | null) => void;
  onDrop: () => void;
}

export function StepRow({ step, index, isSelected, isTabStop, onKey, onDrag, onDrop, ...rest }: Props) {
  const session = useEditorSession();
  const [isOver, setOver] = useState(false);
  const descriptor = session.catalog.get(step.type);
  const problem = useView((view) => view.problems.find((item) => item.node === step.id));
  const Icon = nodeIcon(descriptor?.icon);
  const title = titleOf(session, step);
  const summary = descriptor ? summaryOf(descriptor, step) : "This server does not know its type.";
  return (
    <li
      className={classes.row}
      data-selected={isSelected || undefined}
      data-disabled={step.disabled || undefined}
      data-over={isOver || undefined}
      draggable={session.mayEdit}
      onDragStart={() => onDrag(step.id)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
    >
      <span className={classes.number} aria-hidden="true">
        {index + 1}
      </span>
      <button
        type="button"
        id={stepId(step.id)}
        className={classes.main}
        aria-current={isSelected ? "step" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => session.store.getState().select({ nodes: new Set([step.id]) })}
        onKeyDown={onKey}
        data-testid={stepId(step.id)}
      >
        <span
          className={classes.icon}
          style={{ background: `var(--oc-cat-${descriptor?.category ?? "code"}, var(--oc-cat-code))` }}
          aria-hidden="true"
        >
          <Icon size={18} stroke={1.8} />
        </span>
        <span className={classes.text}>
          <span className={classes.title}>
            {title}
            {step.disabled && <span className="oc-sr-only"> (disabled)</span>}
          </span>
          <span className={classes.summary}>{problem?.message ?? summary}</span>
        </span>
      </button>
      {session.mayEdit && <RowButtons id={step.id} title={title} index={index} {...rest} />}
    </li>
  );
}

interface ButtonsProps {
  id: string;
  title: string;
  index: number;
  count: number;
}

function RowButtons({ id, title, index, count }: ButtonsProps) {
  const session = useEditorSession();
  return (
    <span className={classes.buttons}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${title} up`}
        disabled={index === 0}
        onClick={() => moveStep(session, id, index - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${title} down`}
        disabled={index === count - 1}
        onClick={() => moveStep(session, id, index + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Add a step behind ${title}`}
        onClick={(event) => openAdd(session, event.currentTarget, id)}
      >
        <IconPlus size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${title}`}
        onClick={() => removeStep(session, id)}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </span>
  );
}
