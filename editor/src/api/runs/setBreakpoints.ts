// PUT /runs/:id/breakpoints: where a run that is under way is to pause.
import type { Breakpoint } from "../../core/bench";
import { client } from "../client";

export function setBreakpoints(run: string, breakpoints: readonly Breakpoint[]): Promise<void> {
  return client.json(`/runs/${encodeURIComponent(run)}/breakpoints`, {
    method: "PUT",
    body: { breakpoints },
  });
}
