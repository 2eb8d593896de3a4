// Example data for one node: what a run, a pinned output or a person gave it. Expressions are shown with it, and a test
// of the node is run with it.
import type { FlowDocument, Json, JsonObject } from "./document";
import { isObject, sourcePortOf, wireKind } from "./document";
import { readJson } from "./jsonText";
import { readDrafts } from "./parameters";
import type { Region } from "./problems";
import type { Step, Variable } from "./run";
import type { TestInputs } from "./testInputs";

export interface Sample {
  /** The message that comes in, if one is known. */
  message?: Json;
  /** Outputs of nodes, by id. */
  nodes: JsonObject;
  variables: JsonObject;
  parameters: JsonObject;
}

export const NO_SAMPLE: Sample = { nodes: {}, variables: {}, parameters: {} };

export interface RunRecord {
  steps: readonly Step[];
  variables: readonly Variable[];
  parameters: JsonObject;
}

/** What a run knows that helps here: the newest whole output of each node. */
export function fromRun({ steps, variables, parameters }: RunRecord): Sample {
  const nodes: JsonObject = {};
  for (const step of steps) {
    if (
      step.kind !== "region" &&
      step.status !== "skipped" &&
      step.output !== undefined &&
      step.output !== null
    ) {
      nodes[step.node] = step.output;
    }
  }
  return {
    nodes,
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    parameters,
  };
}

/** Pinned outputs go before those of the run, and what was typed goes before both. */
export function sampleFor(
  node: string,
  document: FlowDocument,
  run: Sample,
  pins: JsonObject,
  inputs: TestInputs,
): Sample {
  const nodes = { ...run.nodes, ...pins, ...typedObject(inputs.nodes) };
  const typed = readJson(inputs.message).value;
  return {
    message: typed ?? messageInto(node, document, nodes),
    nodes,
    variables: { ...run.variables, ...typedObject(inputs.variables) },
    parameters: {
      ...defaultsOf(document),
      ...openOnly(document, run.parameters),
      ...typedParameters(document, inputs),
    },
  };
}

/** The output of the node before becomes the payload. */
function messageInto(node: string, document: FlowDocument, outputs: JsonObject): Json | undefined {
  const before = document.wires
    .filter((wire) => wire.target === node && !["loop", "data"].includes(wireKind(wire)))
    .map((wire) => outputs[wire.source])
    .findLast((output) => output !== undefined);
  return before === undefined ? undefined : { payload: before };
}

export function defaultsOf(document: FlowDocument): JsonObject {
  const known = Object.entries(document.parameters ?? {}).filter(
    ([, parameter]) => parameter.default !== undefined && !parameter.secret,
  );
  return Object.fromEntries(known.map(([name, parameter]) => [name, parameter.default as Json]));
}

/** A run shows dots in place of a secret; dots are no value. */
function openOnly(document: FlowDocument, values: JsonObject): JsonObject {
  const declared = document.parameters ?? {};
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => declared[name] !== undefined && !declared[name].secret),
  );
}

function typedParameters(document: FlowDocument, inputs: TestInputs): JsonObject {
  const declared = Object.entries(document.parameters ?? {}).filter(([name]) => inputs.parameters[name]);
  return readDrafts(Object.fromEntries(declared), inputs.parameters).values;
}

function typedObject(text: string): JsonObject {
  const { value } = readJson(text);
  return isObject(value) ? value : {};
}

/** The first field that cannot be sent as it stands. */
export function inputProblem(inputs: TestInputs): keyof TestInputs | undefined {
  const objects = ["variables", "nodes"] as const;
  if (readJson(inputs.message).error) return "message";
  return objects.find((name) => {
    const { value, error } = readJson(inputs[name]);
    return error !== undefined || (value !== undefined && !isObject(value));
  });
}

/** The control nodes whose bodies a node is in, innermost first. */
export function controlsAround(node: string, regions: readonly Region[]): string[] {
  const around = regions.filter((region) => region.nodes.includes(node));
  return around.sort((a, b) => a.nodes.length - b.nodes.length).map((region) => region.control);
}

/** The nodes that have ended when this one runs: what leads to it, without the controls it is inside of. */
export function upstreamOf(node: string, document: FlowDocument, regions: readonly Region[]): string[] {
  const sources = new Map<string, string[]>();
  for (const wire of document.wires) {
    if (wireKind(wire) === "loop" || sourcePortOf(wire) === "") continue;
    sources.set(wire.target, [...(sources.get(wire.target) ?? []), wire.source]);
  }
  const seen = new Set<string>();
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const source of sources.get(next) ?? []) {
      if (!seen.has(source)) {
        seen.add(source);
        open.push(source);
      }
    }
  }
  for (const control of controlsAround(node, regions)) seen.delete(control);
  seen.delete(node);
  return document.nodes.map((item) => item.id).filter((id) => seen.has(id));
}
