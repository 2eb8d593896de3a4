// Tests the selected node with the example data, and keeps what came of it.
import { useCallback, useEffect, useState } from "react";
import { type NodeTestRequest, useTestNode } from "../../../api/flows/testNode";
import { inputProblem } from "../../../core/sample";
import { NO_INPUTS } from "../../../core/testInputs";
import { useNodeSample } from "../sample/useSample";
import { useEditorSession } from "../session";

const WORDS = { message: "message", variables: "variables", nodes: "earlier outputs" } as const;

export function useNodeTest() {
  const session = useEditorSession();
  const { node, sample, isReady } = useNodeSample();
  const [isWanted, setWanted] = useState(false);
  const test = useTestNode((result) => session.samples.tested(node, result));
  const { mutate } = test;
  const send = useCallback(() => {
    const { inputs, isDry } = session.samples.getState();
    const typed = inputs[node] ?? NO_INPUTS;
    const wrong = inputProblem(typed);
    if (wrong) {
      const word = wrong === "parameters" || wrong === "target" ? wrong : WORDS[wrong];
      session.store.getState().announce(`The ${word} on the Input tab cannot be read. Correct it first.`);
      session.view.setState({ inspector: "input" });
      return;
    }
    const { document } = session.store.getState();
    const request: NodeTestRequest = {
      document,
      node,
      nodes: sample.nodes,
      variables: sample.variables,
      parameters: sample.parameters,
      ...(sample.message === undefined ? {} : { message: sample.message }),
      ...(typed.target === "" ? {} : { target: typed.target }),
      ...(isDry ? { dry: true } : {}),
    };
    mutate(request);
  }, [session, node, sample, mutate]);
  // Asked for at once, done when the example data is there: without it, the node would be tested with nothing.
  useEffect(() => {
    if (!isWanted || !isReady) return;
    setWanted(false);
    send();
  }, [isWanted, isReady, send]);
  const run = useCallback(() => {
    if (session.mayEdit) setWanted(true);
  }, [session]);
  return { run, isPending: test.isPending || isWanted, error: test.error };
}
