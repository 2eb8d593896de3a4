// GET /flows/:id/draft and /drafts: what one has drawn of a flow and not published yet.
import type { Draft } from "../../core/localDraft";
import { client } from "../client";
import type { Page } from "../list";
import { isCode } from "../problem";

export const draftPath = (flow: string) => `/flows/${encodeURIComponent(flow)}/draft`;

/** When one's own draft was kept, which is little to ask; null where there is none. */
export async function draftKeptAt(flow: string, user: string, signal?: AbortSignal): Promise<string | null> {
  const { items } = await client.get<Page<{ user: string; updated_at: string }>>(
    `${draftPath(flow)}s`,
    signal,
  );
  return items.find((item) => item.user === user)?.updated_at ?? null;
}

/** One's own draft, if there is one. */
export async function getDraft(flow: string, user: string, signal?: AbortSignal): Promise<Draft | undefined> {
  if ((await draftKeptAt(flow, user, signal)) === null) return undefined;
  return client.get<Draft>(draftPath(flow), signal).catch((error: unknown) => {
    if (isCode(error, "not_found")) return undefined;
    throw error;
  });
}
