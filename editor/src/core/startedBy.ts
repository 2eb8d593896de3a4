// How a run came to be started, in a word.
import type { RunItem } from "./run";

const WORDS: Readonly<Record<string, string>> = {
  cli: "command line",
  call: "another flow",
  rerun: "re-run",
  schedule: "schedule",
  webhook: "webhook",
};

/** Nobody is at hand when these start a run, whoever made them. */
const BY_ITSELF: ReadonlySet<string> = new Set(["schedule", "webhook"]);

export function triggerWord(trigger: string): string {
  return WORDS[trigger] ?? trigger;
}

/** The person, or what started the run where nobody did. */
export function startedBy({ trigger, created_by }: Pick<RunItem, "trigger" | "created_by">): string {
  if (BY_ITSELF.has(trigger)) return triggerWord(trigger);
  return created_by ?? triggerWord(trigger);
}
