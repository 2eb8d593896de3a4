// GET /flows/:id: a flow with its document.
import { client } from "../client";
import type { FlowDetail } from "./types";

export function getFlow(id: string, signal?: AbortSignal): Promise<FlowDetail> {
  return client.get(`/flows/${encodeURIComponent(id)}`, signal);
}

/** Flows that were asked for on the way to their page. */
const asked = new Map<string, Promise<FlowDetail>>();

/** Asks for a flow while its page is still being read. */
export function askForFlow(id: string): void {
  const answer = getFlow(id);
  asked.set(id, answer);
  answer.catch(() => asked.delete(id));
}

/** What was asked for so, once. */
export function takeAsked(id: string): Promise<FlowDetail> | undefined {
  const answer = asked.get(id);
  asked.delete(id);
  return answer;
}
