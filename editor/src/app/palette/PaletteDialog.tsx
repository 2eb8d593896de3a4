// The search as a dialog: type, walk the list with the arrows, Enter goes there.
import { Modal, Text, TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useDebouncedValue } from "../../ui/useDebouncedValue";
import { type Entry, useEntries } from "./entries";
import classes from "./Palette.module.css";

const PAUSE_MS = 150;
const LIST = "palette-list";
const optionId = (entry: Entry) => `palette-${entry.id.replaceAll(/\W/g, "-")}`;

export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string>();
  const { entries, isSearching, hasFailed } = useEntries(
    text.trim(),
    useDebouncedValue(text.trim(), PAUSE_MS),
  );
  // By its name, as what is found later may come before it.
  const index = Math.max(
    0,
    entries.findIndex(({ id }) => id === chosen),
  );
  const current = entries[index];
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      setChosen(entries[(index + step + entries.length) % entries.length]?.id);
    }
    if (event.key === "Enter") choose(current);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      yOffset="12vh"
      centered={false}
      padding={0}
      attributes={{ content: { "aria-label": "Search" } }}
    >
      <TextInput
        variant="unstyled"
        className={classes.field}
        leftSection={<IconSearch size={18} />}
        placeholder="Go to a page, a flow or a run"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls={LIST}
        aria-activedescendant={current && optionId(current)}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(undefined);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
        data-testid="palette-field"
      />
      <EntryList entries={entries} current={current} onChoose={choose} />
      <Text size="xs" c="dimmed" className={classes.foot} role="status">
        {hasFailed ? "Some places could not be searched. " : ""}
        {entries.length === 0 && !isSearching ? "Nothing was found. Try a shorter word." : ""}
        {entries.length > 0 ? "Arrows to walk, Enter to go there, Esc to leave" : ""}
      </Text>
    </Modal>
  );
}

interface ListProps {
  entries: readonly Entry[];
  current: Entry | undefined;
  onChoose: (entry: Entry) => void;
}

function EntryList({ entries, current, onChoose }: ListProps) {
  const groups = [...new Set(entries.map((entry) => entry.group))];
  useEffect(() => {
    if (current) document.getElementById(optionId(current))?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return (
    <div id={LIST} role="listbox" aria-label="Found" className={classes.list}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
        <div key={group} role="group" aria-label={group}>
          <div className={classes.group} aria-hidden="true">
            {group}
          </div>
          {entries
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <div
                key={entry.id}
                id={optionId(entry)}
                role="option"
                tabIndex={-1}
                aria-selected={entry === current}
                className={classes.entry}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(entry)}
                onKeyDown={(event) => event.key === "Enter" && onChoose(entry)}
              >
                <span className={classes.label}>{entry.label}</span>
                {entry.note && <span className={classes.note}>{entry.note}</span>}
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}
