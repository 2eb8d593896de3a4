// GET /runs/:id/logs: the lines a run wrote.
import type { LogLine } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 500;
const MAX_PAGES = 40;

/** Reads the lines written so far, page by page, up to 20,000; the live channel brings the rest. */
export async function listLogs(
  run: string,
  onLines: (lines: LogLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const path = `/runs/${encodeURIComponent(run)}/logs${query({ cursor, limit: PAGE })}`;
    const answer = await client.get<Page<LogLine>>(path, signal);
    if (signal.aborted) return;
    onLines(answer.items);
    if (!answer.next_cursor) return;
    cursor = answer.next_cursor;
  }
}
