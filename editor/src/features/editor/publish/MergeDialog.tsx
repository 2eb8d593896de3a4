// Both changed the same: each place is shown with what either made of it, and one is chosen. Nothing is taken before.
import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useId, useMemo, useState } from "react";
import { fieldTitle, itemTitle, movedText, type Naming, nodeIn } from "../../../core/changeText";
import { cellText } from "../../../core/dataRows";
import type { Json } from "../../../core/document";
import type { Choices, Conflict, Side } from "../../../core/merge";
import { shortText } from "../../../ui/changes";
import { type Theirs, useEditor, useEditorSession } from "../session";
import { mergedWith, takeMerged } from "./merging";
import classes from "./Publish.module.css";

interface MergeDialogProps {
  theirs: Theirs;
  onClose: () => void;
  onMerged: () => void;
}

export function MergeDialog({ theirs, onClose, onMerged }: MergeDialogProps) {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const [choices, setChoices] = useState<Choices>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing is read from the session
  const { conflicts } = useMemo(() => mergedWith(session, theirs), [session, theirs, document]);
  const naming: Naming = { catalog: session.catalog, documents: [document, theirs.document] };
  const open = conflicts.filter((conflict) => !choices.has(conflict.id)).length;
  const choose = (id: string, side: Side) => setChoices((now) => new Map(now).set(id, side));
  const chooseAll = (side: Side) => setChoices(new Map(conflicts.map(({ id }) => [id, side])));
  const merge = () => {
    takeMerged(session, theirs, mergedWith(session, theirs, choices));
    onMerged();
  };
  return (
    <Stack gap="md" data-testid="merge-dialog">
      <Text size="sm">
        {theirs.updated_by ?? "Somebody"} published version {theirs.version} while you were drawing. What does
        not collide is merged. {conflicts.length === 1 ? "One place was" : `${conflicts.length} places were`}{" "}
        changed by both: choose which is kept. Both stay to be had: theirs as version {theirs.version}, yours
        by undo. {movedText(theirs.moved ?? [])}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => chooseAll("mine")}>
          Mine everywhere
        </Button>
        <Button size="xs" variant="default" onClick={() => chooseAll("theirs")}>
          Theirs everywhere
        </Button>
      </Group>
      <Stack gap="md" className={classes.changes}>
        {conflicts.map((conflict) => (
          <ConflictChoice
            key={conflict.id}
            conflict={conflict}
            naming={naming}
            chosen={choices.get(conflict.id)}
            onChoose={(side) => choose(conflict.id, side)}
          />
        ))}
      </Stack>
      <Group justify="flex-end" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {open === 0 ? "All are decided." : `${open} to decide`}
        </Text>
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button onClick={merge} disabled={open > 0} data-testid="merge-submit">
          Merge
        </Button>
      </Group>
    </Stack>
  );
}

interface ChoiceProps {
  conflict: Conflict;
  naming: Naming;
  chosen: Side | undefined;
  onChoose: (side: Side) => void;
}

function ConflictChoice({ conflict, naming, chosen, onChoose }: ChoiceProps) {
  const name = useId();
  const { part, path, base, mine, theirs } = conflict;
  const node = part === "nodes" ? nodeIn(conflict.item, naming) : undefined;
  const descriptor = node && naming.catalog.get(node.type);
  const title = itemTitle(conflict, naming);
  const label = path === "" ? title : `${title}: ${fieldTitle(part, path, descriptor)}`;
  return (
    <Radio.Group
      name={name}
      label={label}
      description={base === undefined ? undefined : `Before: ${shortText(base)}`}
      value={chosen ?? null}
      onChange={(side) => onChoose(side as Side)}
      data-testid={`conflict-${conflict.id}`}
    >
      <div className={classes.sides}>
        <SideView side="mine" label="Mine" value={mine} isChosen={chosen === "mine"} />
        <SideView side="theirs" label="Theirs" value={theirs} isChosen={chosen === "theirs"} />
      </div>
    </Radio.Group>
  );
}

interface SideViewProps {
  side: Side;
  label: string;
  value: Json | undefined;
  isChosen: boolean;
}

function SideView({ side, label, value, isChosen }: SideViewProps) {
  const text = value === undefined ? "Removed" : textOf(value);
  return (
    <div className={classes.side} data-chosen={isChosen || undefined}>
      <Radio value={side} label={label} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <pre className={classes.value} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}

function textOf(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value, null, 2) : cellText(value) || "(empty)";
}
