// What the last run from this page was given, by flow, so that the next one needs no typing.
import { client } from "../../api/client";
import type { JsonObject } from "../../core/document";
import type { RunPlaces } from "./RunOn";

export interface LastRun {
  /** Without those that are secret. */
  parameters: JsonObject;
  places: RunPlaces;
}

/** By the flow's id. */
export const lastRuns = new Map<string, LastRun>();

// Nothing of one's session stays behind it.
client.session.subscribe(({ status }) => {
  if (status === "out") lastRuns.clear();
});
