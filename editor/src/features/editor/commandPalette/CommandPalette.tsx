// The command palette: type what you want to do, or where you want to go.
import { Kbd, Modal, Text, TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useMemo, useState } from "react";
import { useFlows } from "../../../api/flows/listFlows";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { focusCanvas } from "../focus";
import { noteEntry, recentEntries } from "../recent";
import { useEditorSession, useView } from "../session";
import { useCommandContext } from "../useCommands";
import classes from "./CommandPalette.module.css";
import { actionEntries, type Entry, flowEntries, nodeEntries, rankEntries } from "./entries";

export function CommandPalette({ opened }: { opened: boolean }) {
  const { view } = useEditorSession();
  const dialog = useView((state) => state.dialog);
  const close = () => {
    view.setState({ dialog: null });
    focusCanvas();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={600}
      yOffset="12vh"
      returnFocus={false}
      title={undefined}
      attributes={{ content: { "aria-label": dialog === "flows" ? "Go to a flow" : "Command palette" } }}
    >
      {opened && <PaletteList isFlowsOnly={dialog === "flows"} onClose={close} />}
    </Modal>
  );
}

const SEARCH_PAUSE_MS = 200;

function PaletteList({ isFlowsOnly, onClose }: { isFlowsOnly: boolean; onClose: () => void }) {
  const context = useCommandContext();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [now] = useState(context);
  const [recent] = useState(recentEntries);
  const flows = useFlows(useDebouncedValue(text, SEARCH_PAUSE_MS));
  const pages = flows.data?.pages;
  const own = useMemo(
    () => (isFlowsOnly ? [] : [...actionEntries(now), ...nodeEntries(now)]),
    [isFlowsOnly, now],
  );
  const found = useMemo(() => {
    const others = flowEntries(now, pages?.flatMap((page) => page.items) ?? []);
    return rankEntries([...own, ...others], text, recent);
  }, [own, now, pages, text, recent]);

  // By its name, as flows that are found later may come before it.
  const active = Math.max(
    0,
    found.findIndex(({ id }) => id === chosen),
  );
  const move = (step: number) => setChosen(found[(active + step + found.length) % found.length]?.id);
  const choose = (entry: Entry | undefined) => {
    if (!entry?.isEnabled) return;
    noteEntry(entry.id);
    onClose();
    entry.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Enter") choose(found[active]);
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else return;
    event.preventDefault();
  };

  return (
    <div data-testid="command-palette">
      <TextInput
        autoFocus
        data-autofocus
        size="md"
        variant="unstyled"
        className={classes.search}
        role="combobox"
        aria-label={isFlowsOnly ? "Search flows" : "Search actions, nodes and flows"}
        aria-expanded
        aria-controls="command-list"
        aria-activedescendant={found[active] && `command-${active}`}
        placeholder={isFlowsOnly ? "Search flows" : "Search actions, nodes and flows"}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(undefined);
        }}
        onKeyDown={onKeyDown}
        data-testid="command-search"
      />
      <div className={classes.list} role="listbox" id="command-list" aria-label="Found" tabIndex={-1}>
        {found.map((entry, index) => (
          <Row
            key={entry.id}
            entry={entry}
            index={index}
            isActive={index === active}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {flows.isPending
            ? "Looking for flows …"
            : "Nothing matches. Try another word, such as “run” or “copy”."}
        </Text>
      )}
    </div>
  );
}

interface RowProps {
  entry: Entry;
  index: number;
  isActive: boolean;
  onChoose: () => void;
}

function Row({ entry, index, isActive, onChoose }: RowProps) {
  return (
    <button
      type="button"
      role="option"
      id={`command-${index}`}
      aria-selected={isActive}
      aria-disabled={!entry.isEnabled || undefined}
      tabIndex={-1}
      className={classes.row}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onChoose}
      data-testid={`command-${entry.id}`}
    >
      <span className={classes.kind}>{entry.kind}</span>
      <span className={classes.label}>{entry.label}</span>
      <span className={classes.hint}>
        {entry.kind === "Action" && !entry.isEnabled ? "not now" : entry.hint}
      </span>
      {entry.keys && <Kbd size="xs">{entry.keys}</Kbd>}
    </button>
  );
}
