// Which item of the loops around a node the example data is of.
import { ActionIcon, Group, Text } from "@mantine/core";
import IconChevronLeft from "@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs";
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession } from "../session";

export function RoundSwitch() {
  const { samples, store } = useEditorSession();
  const { rounds } = useNodeSample();
  const nameOf = (id: string) => store.getState().document.nodes.find((node) => node.id === id)?.name || id;
  return (
    <>
      {rounds.map(({ node, index, total }) => (
        <Group key={node} gap={2} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            disabled={index === 0}
            aria-label={`Item before, of ${nameOf(node)}`}
            onClick={() => samples.goToRound(node, index - 1)}
          >
            <IconChevronLeft size={14} />
          </ActionIcon>
          <Text size="xs" c="dimmed" data-testid={`round-${node}`}>
            item {index + 1} of {total}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            disabled={index === total - 1}
            aria-label={`Next item, of ${nameOf(node)}`}
            onClick={() => samples.goToRound(node, index + 1)}
          >
            <IconChevronRight size={14} />
          </ActionIcon>
        </Group>
      ))}
    </>
  );
}
