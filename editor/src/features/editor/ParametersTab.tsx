// What the node does: the form made from its type's schema, or the node as JSON.
import { Alert, Group, SegmentedControl, Text } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import type { Json, JsonObject } from "../../core/document";
import { configMessages, hasPlace } from "../../core/nodeFields";
import type { Path } from "../../core/operations";
import type { ExpressionRequest } from "../../ui/form/formContext";
import { SchemaForm } from "../../ui/form/SchemaForm";
import { lazily } from "../../ui/lazily";
import { inline } from "../../ui/Markdown";
import { useFormHelp } from "./expression/useFormHelp";
import { useEditor, useEditorSession, useView } from "./session";
import { useLasting } from "./useLasting";
import { Where } from "./Where";

const ExpressionDialog = lazily(() => import("./expression/ExpressionDialog"), 0);
const RawNode = lazily(() => import("./RawNode"));
const NoticePreview = lazily(() => import("./preview/NoticePreview").then((it) => it.NoticePreview), 1);

const EMPTY: JsonObject = {};

export function ParametersTab({ id }: { id: string }) {
  const [isRaw, setRaw] = useState(false);
  const description = useDescription(id);
  return (
    <>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="md">
        <Text size="sm" c="dimmed">
          {description && inline(description)}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="View"
          data={[
            { value: "form", label: "Form" },
            { value: "json", label: "JSON" },
          ]}
          value={isRaw ? "json" : "form"}
          style={{ flex: "none" }}
          onChange={(next) => setRaw(next === "json")}
        />
      </Group>
      {isRaw ? <RawNode id={id} /> : <NodeForm id={id} />}
    </>
  );
}

function useDescription(id: string): string | undefined {
  const { catalog } = useEditorSession();
  const type = useEditor((state) => state.document.nodes.find((item) => item.id === id)?.type);
  return type === undefined ? undefined : catalog.get(type)?.description;
}

function NodeForm({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const problems = useView((view) => view.problems);
  const messages = useMemo(() => configMessages(problems, id), [problems, id]);
  const [request, setRequest] = useState<ExpressionRequest | null>(null);
  const help = useFormHelp(setRequest);
  const onChange = useCallback(
    (path: Path, value: Json | undefined) =>
      session.store.getState().apply({ kind: "setConfig", node: id, path, value }),
    [session, id],
  );
  const descriptor = node && session.catalog.get(node.type);
  const isPlaced = useLasting(node !== undefined && descriptor !== undefined && hasPlace(node, descriptor));
  if (!node) return null;
  if (!descriptor) {
    return (
      <Alert color="yellow" title="This server does not know this type">
        The node and its values are kept. It can run once a library with “{node.type}” is installed.
      </Alert>
    );
  }
  const whole = messages.get("");
  const hasFields = Object.keys(descriptor.schema.properties ?? {}).length > 0 || descriptor.schema.oneOf;
  return (
    <>
      {whole && (
        <Alert color="red" variant="light" mb="md">
          {whole}
        </Alert>
      )}
      {isPlaced && <Where node={node} help={help} />}
      {hasFields ? (
        <SchemaForm
          schema={descriptor.schema}
          value={node.config ?? EMPTY}
          messages={messages}
          readOnly={!session.mayEdit}
          help={help}
          onChange={onChange}
        />
      ) : (
        <Text size="sm">Nothing to fill in.</Text>
      )}
      {descriptor.schema["x-ui"]?.preview && <NoticePreview schema={descriptor.schema} />}
      {request && <ExpressionDialog request={request} onClose={() => setRequest(null)} />}
    </>
  );
}
