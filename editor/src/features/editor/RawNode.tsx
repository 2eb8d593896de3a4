// The node as JSON, to read and to change. What cannot be read yet stays here and changes nothing.
import { Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { type FlowNode, isObject } from "../../core/document";
import { CodeField } from "../../ui/code/CodeField";
import { useEditor, useEditorSession } from "./session";

export default function RawNode({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const [draft, setDraft] = useState<{ text: string; of: FlowNode | undefined; error?: string } | null>(null);
  const fresh = useMemo(() => textOf(node), [node]);
  const isMine = draft !== null && draft.of === node;
  const shown = isMine ? draft.text : fresh;
  const edit = (text: string) => {
    const read = contentOf(text);
    if (typeof read === "string") return setDraft({ text, of: node, error: read });
    session.store.getState().apply({ kind: "rewriteNode", node: id, content: read });
    const after = session.store.getState().document.nodes.find((item) => item.id === id);
    setDraft({ text, of: after });
  };
  return (
    <div>
      <CodeField
        label="This node as JSON"
        language="json"
        value={shown}
        minLines={16}
        maxHeight={560}
        readOnly={!session.mayEdit}
        testId="node-json"
        onChange={edit}
      />
      <Text size="xs" c={isMine && draft.error ? "var(--oc-st-failed)" : "dimmed"} mt={6} role="status">
        {(isMine && draft.error) || "The id is left out: wires and expressions use it."}
      </Text>
    </div>
  );
}

function textOf(node: FlowNode | undefined): string {
  if (!node) return "";
  const { id: _id, ...content } = node;
  return JSON.stringify(content, null, 2);
}

/** The content, or a sentence about what is wrong with the text. */
function contentOf(text: string): Omit<FlowNode, "id"> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "This is not JSON yet. The node stays as it was until it is.";
  }
  if (!isObject(value)) return "A node is an object in braces.";
  const { id: _id, ...content } = value;
  if (typeof content.type !== "string" || content.type === "") return 'A node needs a "type".';
  if (typeof content.x !== "number" || typeof content.y !== "number")
    return 'A node needs its place, "x" and "y".';
  if (content.config !== undefined && !isObject(content.config))
    return 'The "config" of a node is an object in braces.';
  return content as unknown as Omit<FlowNode, "id">;
}
