// The help of the node's type, its ports, and examples of it.
import { Code, Text } from "@mantine/core";
import { type Descriptor, portsOf } from "../../core/descriptor";
import { humanize } from "../../core/schema";
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
      <Examples descriptor={descriptor} />
    </>
  );
}

function Examples({ descriptor }: { descriptor: Descriptor | undefined }) {
  const examples = descriptor?.examples?.filter((example) => example.config) ?? [];
  if (examples.length === 0) return null;
  return (
    <>
      <Text fw={650} size="sm" mt="lg" mb={4}>
        Examples
      </Text>
      {examples.map((example) => (
        <div key={example.name}>
          <Text size="sm" mt={8} mb={2}>
            {humanize(example.name)}
          </Text>
          <Code block className="oc-mono">
            {JSON.stringify(example.config, null, 2)}
          </Code>
        </div>
      ))}
    </>
  );
}
