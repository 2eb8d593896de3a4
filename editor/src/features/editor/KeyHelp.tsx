// All keyboard shortcuts, read from the commands.
import { Button, Group, Kbd, Modal, Table, Text } from "@mantine/core";
import { keysOf } from "../../core/keymap";
import { useKeymap } from "../../ui/keymap";
import { GROUPS } from "./command";
import { commands } from "./commands";
import { usePanels } from "./panels";
import { useEditorSession } from "./session";

interface Entry {
  id: string;
  label: string;
  keys: string[];
}

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="md">
      {opened && <AllKeys />}
    </Modal>
  );
}

/** Read from the commands and the keymap, so that it is never wrong. */
function AllKeys() {
  const { view } = useEditorSession();
  const { commands: debugCommands } = usePanels();
  const state = useKeymap((all) => all);
  const bound = commands.map((item) => ({ ...item, keys: keysOf(state, item) }));
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          Keys without Ctrl or Alt act on the canvas. Drag on empty canvas to select; hold Space to pan. On a
          Mac, Cmd stands for Ctrl.
        </Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => view.setState({ dialog: "keymap" })}
          data-testid="keys-change"
        >
          Change
        </Button>
      </Group>
      {GROUPS.map((group) => (
        <Section
          key={group}
          title={group}
          entries={bound.filter((item) => (item.group ?? "Edit") === group && item.keys.length > 0)}
        />
      ))}
      <Section
        title="While a run is shown"
        entries={debugCommands.map((item) => ({ ...item, keys: keysOf(state, item) }))}
      />
    </>
  );
}

function Section({ title, entries }: { title: string; entries: readonly Entry[] }) {
  return (
    <section>
      <Text fw={650} size="sm" mt="sm">
        {title}
      </Text>
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {entries.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td>{item.label}</Table.Td>
              <Table.Td>
                <Group gap={6} justify="flex-end">
                  {item.keys.map((keys) => (
                    <Kbd key={keys} size="xs">
                      {keys}
                    </Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
