// The schema of a condition and of groups of them, as node types publish it.
import type { Schema } from "../../src/core/schema";

const choices = (...values: string[]): Schema => ({ oneOf: values.map((value) => ({ const: value })) });

export const CONDITION: Schema = {
  type: ["string", "object"],
  "x-expression": "rhai",
  "x-ui": { expression: "only" },
  properties: {
    type: { anyOf: [choices("expression", "variable_check", "step_result"), { type: "null" }] },
    expression: { type: ["string", "null"], "x-expression": "rhai" },
    operator: { ...choices("equals", "greater", "is_empty"), default: "equals" },
    left_operand: { "x-dynamic": true },
    right_operand: { "x-dynamic": true },
    negate: { type: "boolean" },
    node: { type: ["string", "null"], "x-node": true },
    status: { ...choices("success", "failed"), default: "success" },
  },
};

export const GROUP: Schema = {
  type: "object",
  properties: {
    operator: { ...choices("and", "or"), default: "and" },
    conditions: { type: "array", items: { $ref: "#/$defs/ConditionOrGroup" } },
    negate: { type: "boolean" },
  },
  required: ["conditions"],
  $defs: { ConditionOrGroup: { anyOf: [CONDITION, { $ref: "#" }] } },
};
