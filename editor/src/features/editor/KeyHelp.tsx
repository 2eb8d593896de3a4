// All keyboard shortcuts, read from the commands.
import { Group, Kbd, Modal, Table, Text } from "@mantine/core";
import { commands } from "./commands";
import { usePanels } from "./panels";

const PLACES = [
  { scope: "page", title: "Everywhere in the editor" },
  { scope: "canvas", title: "On the canvas" },
] as const;

interface Entry {
  id: string;
  label: string;
  keys: string[];
}

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { commands: debugCommands } = usePanels();
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="md">
      {PLACES.map(({ scope, title }) => (
        <Section key={scope} title={title} entries={commands.filter((item) => item.scope === scope)} />
      ))}
      <Section title="While a run is shown" entries={debugCommands} />
      <Text size="xs" c="dimmed" mt="sm">
        Arrow keys move the focused node. Drag on empty canvas to select; hold Space to pan. On a Mac, Cmd
        stands for Ctrl.
      </Text>
    </Modal>
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
