// A field that says which answers are expected, and what came in a test: an answer can be made the expected one.
import { isObject, type Json, type JsonObject } from "./document";
import type { RunError } from "./run";
import { fieldsOf, humanize, type Schema } from "./schema";

/** What a test of a node gave. */
export interface Tested {
  output?: Json | undefined;
  error?: RunError | null | undefined;
}

export interface Expectation {
  field: string;
  label: string;
  /** What came, such as the status 503, which the field can be set to. */
  came: string;
  /** Whether the node took it as a success. */
  isMet: boolean;
  /** What the field can be set to, so that this is expected beside what was. */
  also: string | undefined;
  timeMs: number | undefined;
  bytes: number | undefined;
}

/** What came from the other side: the output, or what an error tells of an answer that was not expected. */
export function answerOf({ output, error }: Tested): Json | undefined {
  return output ?? (error ? error.details : undefined) ?? undefined;
}

/** The field of a node that expects something of the answer, with what came; none where nothing came. */
export function expectationOf(schema: Schema, config: JsonObject, test: Tested): Expectation | undefined {
  const answer = answerOf(test);
  const field = fieldsOf(schema, schema).find((one) => one.schema["x-ui"]?.expects);
  const part = field?.schema["x-ui"]?.expects;
  if (!field || !part || !isObject(answer)) return undefined;
  const came = answer[part];
  if (typeof came !== "number" && typeof came !== "string") return undefined;
  const now = config[field.name] ?? field.schema.default;
  const isMet = !test.error;
  return {
    field: field.name,
    label: humanize(part).toLowerCase(),
    came: String(came),
    isMet,
    also: !isMet && typeof now === "string" && now !== "" ? `${now},${came}` : undefined,
    timeMs: numberOf(answer.time_ms),
    bytes: numberOf(answer.size),
  };
}

const numberOf = (value: Json | undefined) => (typeof value === "number" ? value : undefined);
