// The value of an expression with example data: asked of the server as a dry test of a node that only sets a variable.
// Which type of node that is, is read from the schemas; the document itself is not changed.
import type { Catalog, Descriptor } from "./descriptor";
import type { FlowDocument, FlowNode, Json, JsonObject } from "./document";
import type { Problem } from "./problems";
import type { RunError } from "./run";
import type { Sample } from "./sample";

export interface ProbeRequest {
  document: FlowDocument;
  node: string;
  message?: Json;
  variables: JsonObject;
  nodes: JsonObject;
  parameters: JsonObject;
  dry: true;
}

export interface ProbeAnswer {
  status: string;
  variables?: Json;
  error?: RunError | null;
  problems?: readonly Problem[];
}

export interface Found {
  value?: Json;
  message?: string;
  /** Where in the text the message points to. */
  at?: number;
}

const PROBE = "oc_probe";

export function probeFor(
  value: Json,
  document: FlowDocument,
  catalog: Catalog,
  sample: Sample,
): ProbeRequest | undefined {
  const type = catalog.items.find((item) => item.kind === "pure" && setterOf(item) !== undefined);
  const field = type && setterOf(type);
  if (!type || !field) return undefined;
  const node: FlowNode = { id: PROBE, type: type.type, x: 0, y: 0, config: { [field]: { [PROBE]: value } } };
  return {
    document: {
      ...document,
      parameters: lenient(document.parameters),
      rules: [],
      nodes: [...document.nodes, node],
    },
    node: PROBE,
    dry: true,
    nodes: sample.nodes,
    variables: sample.variables,
    parameters: sample.parameters,
    ...(sample.message === undefined ? {} : { message: sample.message }),
  };
}

/** The one field that such a node needs: variables by name, with any value each. */
function setterOf({ schema }: Descriptor): string | undefined {
  const fields = Object.entries(schema.properties ?? {});
  const found = fields.find(([, property]) => property["x-defines"] === "keys")?.[0];
  return found && (schema.required ?? []).every((name) => name === found) ? found : undefined;
}

/** Nothing is asked for, and no secret goes along. */
function lenient(parameters: FlowDocument["parameters"]): FlowDocument["parameters"] {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, { required: _required, ...parameter }]) => {
      const { default: fallback, ...rest } = parameter;
      return [name, parameter.secret || fallback === undefined ? rest : { ...rest, default: fallback }];
    }),
  );
}

/** The first secret parameter that a text mentions. */
export function secretIn(text: string, document: FlowDocument): string | undefined {
  const secrets = Object.entries(document.parameters ?? {}).filter(([, parameter]) => parameter.secret);
  return secrets
    .map(([name]) => name)
    .find((name) => new RegExp(`(^|[^A-Za-z0-9_])${name}([^A-Za-z0-9_]|$)`).test(text));
}

export function readProbe(answer: ProbeAnswer, text: string): Found {
  const problem = answer.problems?.find((item) => item.severity === "error");
  const message = problem?.message ?? answer.error?.message;
  if (message !== undefined) return { message: withoutSource(message), at: placeIn(message, text) };
  const { variables } = answer;
  if (typeof variables !== "object" || variables === null || Array.isArray(variables)) return {};
  return { value: variables[PROBE] ?? null };
}

function withoutSource(message: string): string {
  return message.replace(/\s*\(in `[^`]*`\)\s*$/s, "");
}

/** "at line 2, character 5" and "at character 5" as an offset into the text. */
export function placeIn(message: string, text: string): number | undefined {
  const found = /at (?:line (\d+), )?character (\d+)/.exec(message);
  if (!found) return undefined;
  const lines = text.split("\n");
  const line = Math.min(Number(found[1] ?? 1), lines.length) - 1;
  const before = lines.slice(0, line).reduce((sum, item) => sum + item.length + 1, 0);
  const characters = [...(lines[line] ?? "")].slice(0, Number(found[2]) - 1).join("");
  return Math.min(before + characters.length, text.length);
}

export interface LoopSource {
  /** The control node that repeats. */
  node: string;
  /** What its list is made of. */
  value: Json;
  /** Names that the item and its place have in the body. */
  names: string[];
}

/** What a node goes through item by item, read from its schema: the first value it asks for, and the names it gives. */
export function loopSource(node: FlowNode, catalog: Catalog): LoopSource | undefined {
  const schema = catalog.get(node.type)?.schema;
  const fields = Object.entries(schema?.properties ?? {});
  const list = fields.find(([name, field]) => field["x-dynamic"] && schema?.required?.includes(name))?.[0];
  const names = fields
    .filter(([, field]) => field["x-defines"] === "value")
    .flatMap(([name]) => (typeof node.config?.[name] === "string" ? [node.config[name]] : []));
  const value = list === undefined ? undefined : node.config?.[list];
  return value === undefined || names.length === 0 ? undefined : { node: node.id, value, names };
}

/** The variables of one round. */
export function roundOf(source: LoopSource, items: readonly Json[], index: number): JsonObject {
  const [item, place] = source.names;
  return {
    ...(item === undefined ? {} : { [item]: items[index] ?? null }),
    ...(place === undefined ? {} : { [place]: index }),
  };
}
