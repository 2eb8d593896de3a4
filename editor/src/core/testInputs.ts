// What a person types to try one node.
import type { ParameterDrafts } from "./parameters";

/** What a person typed for a test of one node, as texts; an empty text takes what the run gives. */
export interface TestInputs {
  message: string;
  variables: string;
  nodes: string;
  parameters: ParameterDrafts;
  target: string;
}

export const NO_INPUTS: TestInputs = { message: "", variables: "", nodes: "", parameters: {}, target: "" };
