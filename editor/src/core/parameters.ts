// Parameters of a flow: reading what a person types for one, and what a run starts with.
import type { FlowParameter, Json, JsonObject } from "./document";

export interface Parsed {
  value?: Json;
  error?: string;
}

export function parameterText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Reads text as the parameter's type; empty text is "no value". */
export function parseParameter(text: string, parameter: FlowParameter): Parsed {
  if (text === "") return {};
  const read = readAs(text, parameter.type);
  return read.error || typeof read.value !== "number"
    ? read
    : { ...read, error: rangeError(read.value, parameter) };
}

function readAs(text: string, type: FlowParameter["type"]): Parsed {
  switch (type) {
    case "string":
      return { value: text };
    case "integer":
      return /^[+-]?\d+$/.test(text.trim()) ? { value: Number(text) } : { error: "Use a whole number." };
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { error: "Use a number." };
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : { error: "Use true or false." };
    case "array":
    case "object":
      return readJson(text, type);
  }
}

function readJson(text: string, type: "array" | "object"): Parsed {
  const error =
    type === "array" ? 'Use a JSON list, such as ["a", "b"].' : 'Use a JSON object, such as {"a": 1}.';
  try {
    const value = JSON.parse(text) as Json;
    const fits =
      type === "array"
        ? Array.isArray(value)
        : typeof value === "object" && value !== null && !Array.isArray(value);
    return fits ? { value } : { error };
  } catch {
    return { error };
  }
}

function rangeError(value: number, { min, max }: FlowParameter): string | undefined {
  if (typeof min === "number" && value < min) return `Use ${min} or more.`;
  if (typeof max === "number" && value > max) return `Use ${max} or less.`;
  return undefined;
}

export type ParameterDrafts = { [name: string]: string };

export function startingDrafts(
  parameters: { [name: string]: FlowParameter },
  last?: JsonObject,
): ParameterDrafts {
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    const known = parameter.secret ? undefined : last?.[name];
    return [name, parameterText(known ?? parameter.default)] as const;
  });
  return Object.fromEntries(entries);
}

/** The values to send, or the errors by name. Empty optional parameters are left out. */
export function readDrafts(
  parameters: { [name: string]: FlowParameter },
  drafts: ParameterDrafts,
): { values: JsonObject; errors: { [name: string]: string } } {
  const values: JsonObject = {};
  const errors: { [name: string]: string } = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const { value, error } = parseParameter(drafts[name] ?? "", parameter);
    if (error) errors[name] = error;
    else if (value !== undefined) values[name] = value;
    else if (parameter.required && parameter.default === undefined) errors[name] = "Fill this in.";
  }
  return { values, errors };
}

/** The values that may be kept. */
export function withoutSecrets(
  parameters: { [name: string]: FlowParameter },
  values: JsonObject,
): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !parameters[name]?.secret));
}
