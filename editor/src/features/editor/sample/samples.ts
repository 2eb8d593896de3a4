// What a person chose and typed to try nodes with, and what the tests gave. Kept as long as the flow is open.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { NodeTest } from "../../../api/flows/testNode";
import { NO_INPUTS, type TestInputs } from "../../../core/testInputs";

/** "last": the run that is shown, else the newest; "none": only what is pinned or typed; else the id of a run. */
export type Source = string;

export interface Results {
  latest?: NodeTest;
  previous?: NodeTest;
}

export interface SamplesState {
  source: Source;
  inputs: { readonly [node: string]: TestInputs };
  results: { readonly [node: string]: Results };
  /** Which round of a loop is looked at. */
  rounds: { readonly [node: string]: number };
  isDry: boolean;
}

export interface Samples extends StoreApi<SamplesState> {
  type: (node: string, change: Partial<TestInputs>) => void;
  tested: (node: string, result: NodeTest) => void;
  clear: (node: string) => void;
  goToRound: (node: string, index: number) => void;
}

export function createSamples(): Samples {
  const store = createStore<SamplesState>()(() => ({
    source: "last",
    inputs: {},
    results: {},
    rounds: {},
    isDry: false,
  }));
  return Object.assign(store, {
    type: (node: string, change: Partial<TestInputs>) =>
      store.setState(({ inputs }) => ({
        inputs: { ...inputs, [node]: { ...NO_INPUTS, ...inputs[node], ...change } },
      })),
    tested: (node: string, latest: NodeTest) =>
      store.setState(({ results }) => ({
        results: { ...results, [node]: { latest, previous: results[node]?.latest } },
      })),
    clear: (node: string) => store.setState(({ results }) => ({ results: { ...results, [node]: {} } })),
    goToRound: (node: string, index: number) =>
      store.setState(({ rounds }) => ({ rounds: { ...rounds, [node]: index } })),
  });
}
