// Finding text in the flow, and replacing it with a look at what comes of it first.
import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from "@mantine/core";
import IconLetterCase from "@tabler/icons-react/dist/esm/icons/IconLetterCase.mjs";
import IconRegex from "@tabler/icons-react/dist/esm/icons/IconRegex.mjs";
import IconUnderline from "@tabler/icons-react/dist/esm/icons/IconUnderline.mjs";
import { useStore } from "zustand";
import { nodeTitle } from "../../../core/document";
import { type Found, isReplaceable, MOST_FOUND, type Query, replacedText } from "../../../core/find";
import classes from "../SidePanel.module.css";
import { type Session, useEditorSession } from "../session";
import { finderOf } from "./finder";
import { Result } from "./Result";
import { showPlace } from "./showPlace";

const SWITCHES = [
  { name: "isCase", label: "Match the case", Icon: IconLetterCase },
  { name: "isWord", label: "Whole words only", Icon: IconUnderline },
  { name: "isRegex", label: "Regular expression", Icon: IconRegex },
] as const satisfies readonly { name: keyof Query; label: string; Icon: unknown }[];

export default function FindPanel() {
  const session = useEditorSession();
  const finder = finderOf(session);
  const state = useStore(finder);
  const step = (by: number) => {
    const found = finder.step(by);
    if (found) showPlace(session, found);
  };
  return (
    <>
      <div className={classes.form}>
        <TextInput
          aria-label="Find"
          placeholder="Names, parameters, scripts, notes"
          value={state.text}
          error={state.reason}
          onChange={(event) => finder.ask({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          }}
          data-testid="find-text"
        />
        <Group gap={4}>
          {SWITCHES.map(({ name, label, Icon }) => (
            <Tooltip key={name} label={label}>
              <ActionIcon
                variant={state[name] ? "light" : "subtle"}
                color={state[name] ? undefined : "gray"}
                size={28}
                aria-label={label}
                aria-pressed={state[name]}
                onClick={() => finder.ask({ [name]: !state[name] })}
                data-testid={`find-${name}`}
              >
                <Icon size={16} />
              </ActionIcon>
            </Tooltip>
          ))}
          <Text size="xs" c="dimmed" ml="auto" role="status" data-testid="find-count">
            {countText(state.text, state.found.length, state.at)}
          </Text>
        </Group>
        {session.mayEdit && <Replace session={session} />}
      </div>
      <Results session={session} />
    </>
  );
}

function countText(text: string, count: number, at: number): string {
  if (text === "") return "Enter: next, Shift+Enter: previous";
  if (count === 0) return "Nothing found";
  const all = count >= MOST_FOUND ? `the first ${count}` : String(count);
  return at < 0 ? `${all} found` : `${at + 1} of ${all}`;
}

function Replace({ session }: { session: Session }) {
  const finder = finderOf(session);
  const { replacement, found, at } = useStore(finder);
  const fitting = found.filter((item) => isReplaceable(session.store.getState().document, item));
  const current = found[at];
  const replace = (places: readonly Found[]) => {
    if (!finder.replace(places)) session.store.getState().announce("Nothing was replaced.");
  };
  return (
    <>
      <TextInput
        aria-label="Replace with"
        placeholder="Replace with"
        value={replacement}
        onChange={(event) => finder.setState({ replacement: event.currentTarget.value })}
        data-testid="find-replacement"
      />
      <Group gap="xs" grow>
        <Button
          size="xs"
          variant="default"
          disabled={!current || !fitting.includes(current)}
          onClick={() => current && replace([current])}
        >
          Replace this
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={fitting.length === 0}
          onClick={() => replace(fitting)}
          data-testid="find-replace-all"
        >
          Replace {fitting.length === 0 ? "all" : fitting.length}
        </Button>
      </Group>
    </>
  );
}

const SHOWN = 300;

function Results({ session }: { session: Session }) {
  const finder = finderOf(session);
  const state = useStore(finder);
  const { document } = session.store.getState();
  const previews = state.replacement !== "";
  return (
    <div className={classes.body}>
      {state.found.slice(0, SHOWN).map((found, index) => (
        <Result
          key={`${JSON.stringify(found.place)}:${found.start}`}
          where={whereOf(session, found)}
          text={found.text}
          start={found.start}
          end={found.end}
          replacement={
            previews && isReplaceable(document, found)
              ? replacedText(found, state, state.replacement)
              : undefined
          }
          isCurrent={index === state.at}
          onChoose={() => {
            finder.setState({ at: index });
            showPlace(session, found);
          }}
        />
      ))}
      {state.found.length > SHOWN && (
        <Text size="xs" c="dimmed" p="xs">
          {state.found.length - SHOWN} more. F3 goes through all of them.
        </Text>
      )}
    </div>
  );
}

function whereOf(session: Session, { place, field }: Found): string {
  if (place.kind === "wire" || place.kind === "note") return field;
  const node = session.store.getState().document.nodes.find((item) => item.id === place.node);
  const title = node ? nodeTitle(node, session.catalog.get(node.type)?.name ?? node.type) : place.node;
  return place.kind === "name" ? field : `${title} · ${field}`;
}
