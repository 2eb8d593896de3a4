// What the last run from this page was given, by flow, so that the next one needs no typing.
import type { JsonObject } from "../../core/document";
import type { RunPlaces } from "./RunOn";

export interface LastRun {
  /** Secrets are left out on use. */
  parameters: JsonObject;
  places: RunPlaces;
}

/** By the flow's id. */
export const lastRuns = new Map<string, LastRun>();
