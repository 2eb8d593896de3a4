// The whole flow as JSON. What is typed changes nothing until it is applied, as one step; it is kept while the flow is
// looked at in another way.
import { Button, Group, Text } from "@mantine/core";
import { useMemo, useRef } from "react";
import { useValidation } from "../../../api/flows/validateFlow";
import { serialize } from "../../../core/document";
import { type Draft, lineOf, placeOfProblem, readDraft } from "../../../core/jsonDraft";
import type { Problem } from "../../../core/problems";
import { CodeField, type CodeHandle, type Mistake } from "../../../ui/code/CodeField";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { useEditor, useEditorSession, useView } from "../session";
import classes from "./JsonView.module.css";

const PAUSE_MS = 400;

export default function JsonView() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const draft = useView((view) => view.jsonDraft);
  const fresh = useMemo(() => serialize(document), [document]);
  const text = draft?.text ?? fresh;
  const settled = useDebouncedValue(text, PAUSE_MS);
  const read = useMemo(() => readDraft(settled), [settled]);
  const mistakes = useMistakes(settled, read);
  const handle = useRef<CodeHandle | null>(null);
  const edit = (next: string) =>
    session.view.setState(({ jsonDraft }) => ({
      jsonDraft: next === fresh ? null : { text: next, of: jsonDraft?.of ?? document },
    }));
  const reset = () => session.view.setState({ jsonDraft: null });
  const apply = () => {
    const now = readDraft(text);
    if ("mistake" in now) return handle.current?.goTo(now.mistake.at);
    session.store.getState().apply({ kind: "replace", document: now.document, label: "edit as JSON" });
    reset();
  };
  return (
    <section className={classes.page} aria-label="The flow as JSON" data-testid="json-view">
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status" data-testid="json-state">
          {stateOf(draft !== null, draft !== null && draft.of !== document, read)}
        </Text>
        {session.mayEdit && (
          <Group gap="xs">
            <Button variant="default" disabled={draft === null} onClick={reset} data-testid="json-reset">
              Reset
            </Button>
            <Button disabled={draft === null} onClick={apply} data-testid="json-apply">
              Apply
            </Button>
          </Group>
        )}
      </Group>
      <div className={classes.code}>
        <CodeField
          label="The flow as JSON"
          language="flow"
          value={text}
          minLines={16}
          maxHeight={100_000}
          readOnly={!session.mayEdit}
          testId="flow-as-json"
          mistakes={mistakes}
          handle={handle}
          onChange={edit}
        />
      </div>
      <MistakeList text={settled} mistakes={mistakes} onGo={(at) => handle.current?.goTo(at)} />
    </section>
  );
}

function stateOf(isChanged: boolean, isOld: boolean, read: Draft): string {
  if (!isChanged) return "This is the flow as it is.";
  if ("mistake" in read) return "It cannot be applied yet; the flow stays as it was.";
  return isOld
    ? "The flow changed since this was begun. Apply puts this text in its place; Reset shows the flow."
    : "Not applied yet. Apply makes it one step that undo takes back.";
}

/** What is in the way, or else what the server says about the flow, each at its place. */
function useMistakes(text: string, read: Draft): readonly Mistake[] {
  const document = useEditor((state) => state.document);
  const checked = "document" in read ? read.document : document;
  const { data } = useValidation(checked, "document" in read);
  const problems = data?.problems ?? NONE;
  return useMemo(
    () =>
      "mistake" in read
        ? [read.mistake]
        : problems.map((problem) => ({
            message: problem.message,
            severity: problem.severity,
            at: placeOfProblem(text, read.document, problem),
          })),
    [text, read, problems],
  );
}

const NONE: readonly Problem[] = [];
const SHOWN = 50;

interface ListProps {
  text: string;
  mistakes: readonly Mistake[];
  onGo: (at: number) => void;
}

function MistakeList({ text, mistakes, onGo }: ListProps) {
  if (mistakes.length === 0) return null;
  return (
    <ul className={classes.mistakes} aria-label="Problems" data-testid="json-problems">
      {mistakes.slice(0, SHOWN).map(({ message, at, severity }) => (
        <li key={`${at} ${message}`}>
          <button type="button" className={classes.mistake} onClick={() => onGo(at)}>
            <strong>
              {severity === "warning" ? "Warning" : "Problem"} in line {lineOf(text, at)}
            </strong>
            : {message}
          </button>
        </li>
      ))}
    </ul>
  );
}
