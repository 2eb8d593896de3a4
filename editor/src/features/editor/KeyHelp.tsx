// All keyboard shortcuts, read from the commands.
import { Group, Kbd, Modal, Table, Text } from "@mantine/core";
import { commands } from "./commands";

const PLACES = [
  { scope: "page", title: "Everywhere in the editor" },
  { scope: "canvas", title: "On the canvas" },
] as const;

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="md">
      {PLACES.map(({ scope, title }) => (
        <section key={scope}>
          <Text fw={650} size="sm" mt="sm">
            {title}
          </Text>
          <Table verticalSpacing={6} withRowBorders={false}>
            <Table.Tbody>
              {commands
                .filter((item) => item.scope === scope)
                .map((item) => (
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
      ))}
      <Text size="xs" c="dimmed" mt="sm">
        Arrow keys move the focused node. Drag on empty canvas to select; hold Space to pan. On a Mac, Cmd
        stands for Ctrl.
      </Text>
    </Modal>
  );
}
