// What validation found, arranged for the places that show it.

export interface Problem {
  severity: "error" | "warning";
  code: string;
  message: string;
  node?: string;
  wire?: string;
  field?: string;
}

export interface Region {
  control: string;
  port: string;
  nodes: string[];
}

export type Mark = "error" | "warning";

/** The worst problem of each node. */
export function marksByNode(problems: readonly Problem[]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const problem of problems) {
    if (problem.node && marks.get(problem.node) !== "error") marks.set(problem.node, problem.severity);
  }
  return marks;
}

/** The messages of one node's fields, by path inside the config ("cases/0/value") or by node field ("timeout"). */
export function fieldMessages(problems: readonly Problem[], node: string): Map<string, string> {
  const messages = new Map<string, string>();
  for (const problem of problems) {
    if (problem.node !== node || !problem.field) continue;
    const field = problem.field.replace(/^config\//, "");
    if (!messages.has(field)) messages.set(field, problem.message);
  }
  return messages;
}

export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return { errors, warnings: problems.length - errors };
}

/** The part of a node's panel that shows the field: its parameters, or the settings that every node has. */
export function isParameter(problem: Problem): boolean {
  return !problem.field || problem.field.startsWith("config");
}
