// What must not leave with a drawing: values of secret fields, and what secret parameters are where none is given.
import type { Catalog } from "./descriptor";
import type { FlowDocument, FlowNode } from "./document";
import { rewriteTexts } from "./texts";

/** The flow without the values of its secrets. */
export function withoutSecrets(document: FlowDocument, catalog: Catalog): FlowDocument {
  const parameters = Object.entries(document.parameters ?? {}).map(([name, parameter]) => {
    if (!parameter?.secret || parameter.default === undefined) return [name, parameter] as const;
    const { default: _secret, ...rest } = parameter;
    return [name, rest] as const;
  });
  return {
    ...document,
    ...(document.parameters ? { parameters: Object.fromEntries(parameters) } : {}),
    nodes: document.nodes.map((node) => withoutSecretTexts(node, catalog)),
  };
}

/** A text that only names a value by an expression is no secret. */
export function withoutSecretTexts(node: FlowNode, catalog: Catalog): FlowNode {
  return rewriteTexts(node, catalog, ({ text, schema, path }) => {
    const isSecret = schema?.["x-ui"]?.secret === true && path.at(-1) !== "$expr";
    return isSecret && !text.includes("{{") ? "" : undefined;
  });
}
