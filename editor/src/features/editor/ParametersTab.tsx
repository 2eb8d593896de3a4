// What the node does: the form made from its type's schema.
import { Alert, Text } from "@mantine/core";
import { useCallback, useMemo } from "react";
import type { Json, JsonObject } from "../../core/document";
import type { Path } from "../../core/operations";
import { fieldMessages } from "../../core/problems";
import { SchemaForm } from "../../ui/form/SchemaForm";
import { inline } from "../../ui/Markdown";
import { useEditor, useEditorSession, useView } from "./session";

const EMPTY: JsonObject = {};

export function ParametersTab({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const problems = useView((view) => view.problems);
  const messages = useMemo(() => fieldMessages(problems, id), [problems, id]);
  const onChange = useCallback(
    (path: Path, value: Json | undefined) =>
      session.store.getState().apply({ kind: "setConfig", node: id, path, value }),
    [session, id],
  );
  const descriptor = node && session.catalog.get(node.type);
  if (!node) return null;
  if (!descriptor) {
    return (
      <Alert color="yellow" title="This server does not know this type">
        The node and its values are kept. It can run once a library with “{node.type}” is installed.
      </Alert>
    );
  }
  const whole = messages.get("") ?? messages.get("config");
  const hasFields = Object.keys(descriptor.schema.properties ?? {}).length > 0 || descriptor.schema.oneOf;
  return (
    <>
      {descriptor.description && (
        <Text size="sm" c="dimmed" mb="md">
          {inline(descriptor.description)}
        </Text>
      )}
      {whole && (
        <Alert color="red" variant="light" mb="md">
          {whole}
        </Alert>
      )}
      {hasFields ? (
        <SchemaForm
          schema={descriptor.schema}
          value={node.config ?? EMPTY}
          messages={messages}
          readOnly={!session.mayEdit}
          onChange={onChange}
        />
      ) : (
        <Text size="sm">Nothing to fill in.</Text>
      )}
    </>
  );
}
