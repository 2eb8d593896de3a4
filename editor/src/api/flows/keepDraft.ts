// PUT and DELETE /flows/:id/draft: keeps one's draft, or forgets it, unless another tab has kept another one since.
import type { SeenDraft } from "../../core/localDraft";
import { client } from "../client";
import { isCode } from "../problem";
import { draftPath } from "./drafts";

/** Gives back when it was kept; undefined where the draft is no longer the one that was seen. */
export async function keepDraft(flow: string, body: SeenDraft): Promise<string | undefined> {
  const answer = await unlessChanged(
    client.json<{ updated_at: string }>(draftPath(flow), { method: "PUT", body }),
  );
  return answer?.updated_at;
}

/** False where the draft is no longer the one that was seen. */
export async function forgetDraft(flow: string, seen: string): Promise<boolean> {
  const path = `${draftPath(flow)}?seen=${encodeURIComponent(seen)}`;
  const answer = client.json<void>(path, { method: "DELETE" });
  return (await unlessChanged(answer.then(() => true))) === true;
}

function unlessChanged<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isCode(error, "draft_changed")) return undefined;
    throw error;
  });
}
