// The help of the node's type, its ports, and the node as raw JSON.
import { Code, Text } from "@mantine/core";
import { portsOf } from "../../core/descriptor";
import { Markdown } from "../../ui/Markdown";
import { useEditor, useEditorSession } from "./session";

export function DocsTab({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const descriptor = node && session.catalog.get(node.type);
  if (!node) return null;
  const ports = descriptor && portsOf(descriptor, node.config);
  return (
    <>
      {descriptor?.help ? (
        <Markdown text={descriptor.help} />
      ) : (
        <Text size="sm">{descriptor?.description}</Text>
      )}
      {ports && ports.outputs.length > 1 && (
        <>
          <Text fw={650} size="sm" mt="lg" mb={4}>
            Outputs
          </Text>
          {ports.outputs.map((port) => (
            <Text size="sm" key={port.id}>
              <Code>{port.id}</Code> {port.label !== port.id && port.label}
            </Text>
          ))}
        </>
      )}
      <Text fw={650} size="sm" mt="lg" mb={4}>
        This node as JSON
      </Text>
      <Code block className="oc-mono">
        {JSON.stringify(node, null, 2)}
      </Code>
    </>
  );
}
