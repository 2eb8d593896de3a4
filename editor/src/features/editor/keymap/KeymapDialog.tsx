// Changing the keyboard shortcuts: choose a preset, give an action other keys, see what would mean two things.
import { Alert, Button, Group, Modal, SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useMemo, useState } from "react";
import { fuzzyScore } from "../../../core/fuzzy";
import { conflictsOf, keysOf, PRESETS, type Preset } from "../../../core/keymap";
import { keymap, useKeymap } from "../../../ui/keymap";
import { type Command, GROUPS } from "../command";
import { commands } from "../commands";
import { usePanels } from "../panels";
import classes from "./Keymap.module.css";
import { KeyRow } from "./KeyRow";

const DEBUG = "While a run is shown";

type Bound = Pick<Command, "id" | "label" | "keys" | "scope"> & { group: string };

export function KeymapDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Change the keyboard shortcuts" size="lg">
      {opened && <KeymapForm />}
    </Modal>
  );
}

function KeymapForm() {
  const state = useKeymap((all) => all);
  const [text, setText] = useState("");
  const { commands: debugCommands } = usePanels();
  const bound = useMemo(
    () => [
      ...commands.map(
        (item): Bound => ({
          ...item,
          group: item.group ?? "Edit",
          keys: keysOf(state, item),
        }),
      ),
      ...debugCommands.map(
        (item): Bound => ({
          ...item,
          group: DEBUG,
          scope: "page",
          keys: keysOf(state, item),
        }),
      ),
    ],
    [state, debugCommands],
  );
  const conflicts = useMemo(() => conflictsOf(bound), [bound]);
  const labels = new Map(bound.map((item) => [item.id, item.label]));
  const shown = bound.filter((item) => fuzzyScore(text, `${item.label} ${item.keys.join(" ")}`) > 0);
  return (
    <div data-testid="keymap">
      <Group justify="space-between" mb="sm">
        <SegmentedControl
          aria-label="Preset"
          data={PRESETS.map(({ id, name }) => ({ value: id, label: name }))}
          value={state.preset}
          onChange={(preset) => keymap.choose(preset as Preset)}
          data-testid="keymap-preset"
        />
        <Switch
          label="Keys without Ctrl or Alt"
          checked={state.hasSingleKeys}
          onChange={(event) => keymap.switchSingleKeys(event.currentTarget.checked)}
          data-testid="keymap-single"
        />
        <Button variant="default" size="xs" onClick={() => keymap.resetAll()} data-testid="keymap-reset">
          Reset all
        </Button>
      </Group>
      {conflicts.length > 0 && (
        <Alert
          color="yellow"
          variant="light"
          title="These keys mean more than one thing"
          mb="sm"
          role="alert"
        >
          {conflicts.map(({ keys, commands: ids }) => (
            <Text key={keys} size="sm" data-testid="keymap-conflict">
              {keys}: {ids.map((id) => labels.get(id)).join(", ")}. The first one is run.
            </Text>
          ))}
        </Alert>
      )}
      <TextInput
        aria-label="Search shortcuts"
        placeholder="Search by action or keys"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb="sm"
      />
      {[...GROUPS, DEBUG].map((group) => (
        <Section key={group} title={group} items={shown.filter((item) => item.group === group)} />
      ))}
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          No action matches “{text}”.
        </Text>
      )}
    </div>
  );
}

function Section({ title, items }: { title: string; items: readonly Bound[] }) {
  const changed = useKeymap((state) => state.changed);
  if (items.length === 0) return null;
  return (
    <section aria-label={title}>
      <Text fw={650} size="sm" mt="sm" mb={4}>
        {title}
      </Text>
      <ul className={classes.rows}>
        {items.map((item) => (
          <KeyRow
            key={item.id}
            id={item.id}
            label={item.label}
            keys={item.keys}
            isChanged={item.id in changed}
          />
        ))}
      </ul>
    </section>
  );
}
