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

export function countProblems(problems: readonly Problem[]): { errors: number; warnings: number } {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return { errors, warnings: problems.length - errors };
}
