// What the form of the selected node holds beside a field.
import { besideOf, type Neighbour } from "../../../core/beside";
import type { JsonObject } from "../../../core/document";
import type { Path } from "../../../core/operations";
import { useNodeSample } from "../sample/useSample";
import { useEditor, useEditorSession } from "../session";

const EMPTY: JsonObject = {};

export function useBeside(path: Path): Neighbour[] {
  const { catalog } = useEditorSession();
  const { node: id } = useNodeSample();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const schema = node && catalog.get(node.type)?.schema;
  return schema ? besideOf(path, node.config ?? EMPTY, schema) : [];
}
