// What the forms of a node are helped with: names in scope, live values, the large editor, names used elsewhere.
import { useEffect, useMemo, useRef } from "react";
import { useGlobals } from "../../../api/variables/listGlobals";
import { isObject, type Json } from "../../../core/document";
import { resolve, type Schema } from "../../../core/schema";
import { scopeOf } from "../../../core/scope";
import type { ExpressionRequest, FormHelp } from "../../../ui/form/formContext";
import { lazily } from "../../../ui/lazily";
import { useNodeSample } from "../sample/useSample";
import { type Session, useEditorSession } from "../session";
import { LiveResult } from "./LiveResult";

const Below = lazily(() => import("../trigger/Below").then((it) => it.Below), 1);

/** Stays the same object while the node is shown, so that no field is drawn again for it. */
export function useFormHelp(open: (request: ExpressionRequest) => void): FormHelp {
  const session = useEditorSession();
  const { node, sample } = useNodeSample();
  const { data: globals } = useGlobals();
  const known = useRef({ sample, globals });
  useEffect(() => {
    known.current = { sample, globals };
  });
  return useMemo(
    () => ({
      Live: LiveResult,
      Below,
      open,
      scope: () => {
        const { document } = session.store.getState();
        const { regions } = session.view.getState();
        return scopeOf({ node, document, regions, catalog: session.catalog, ...known.current });
      },
      names: ({ widget, isNode }) => (isNode ? nodeNames(session, node) : usedNames(session, widget)),
    }),
    [session, node, open],
  );
}

function nodeNames(session: Session, own: string): string[] {
  const { nodes } = session.store.getState().document;
  return nodes.filter((node) => node.id !== own).map((node) => node.id);
}

/** What fields of the same widget hold in the rest of the flow. */
function usedNames(session: Session, widget: string | undefined): string[] {
  const names = new Set<string>();
  for (const node of session.store.getState().document.nodes) {
    const schema = session.catalog.get(node.type)?.schema;
    if (schema && node.config) collect(node.config, schema, schema, widget, names);
    if (widget === "target-picker" && node.target) names.add(node.target);
  }
  return [...names].sort();
}

function collect(
  value: Json,
  declared: Schema,
  root: Schema,
  widget: string | undefined,
  names: Set<string>,
): void {
  const schema = resolve(declared, root);
  if (typeof value === "string") {
    if (schema["x-ui"]?.widget === widget && value !== "" && !value.includes("{{")) names.add(value);
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) if (schema.items) collect(item, schema.items, root, widget, names);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const property = schema.properties?.[name];
    if (property) collect(item, property, root, widget, names);
  }
}
