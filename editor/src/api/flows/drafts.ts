// /flows/:id/draft: what one has drawn of a flow and not published yet.
import type { Draft } from "../../core/localDraft";
import { client } from "../client";
import type { Page } from "../list";
import { isCode } from "../problem";

const pathOf = (flow: string) => `/flows/${encodeURIComponent(flow)}/draft`;

/** One's own draft, if there is one. */
export async function getDraft(flow: string, user: string, signal?: AbortSignal): Promise<Draft | undefined> {
  const { items } = await client.get<Page<{ user: string }>>(`${pathOf(flow)}s`, signal);
  if (!items.some((item) => item.user === user)) return undefined;
  return client.get<Draft>(pathOf(flow), signal).catch((error: unknown) => {
    if (isCode(error, "not_found")) return undefined;
    throw error;
  });
}

export function keepDraft(flow: string, body: Pick<Draft, "base_version" | "document">): Promise<void> {
  return client.json(pathOf(flow), { method: "PUT", body });
}

export function forgetDraft(flow: string): Promise<void> {
  return client.json(pathOf(flow), { method: "DELETE" });
}
