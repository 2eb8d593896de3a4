// GET /templates: every template one may see. There are few enough to find among them here.
import { useQuery } from "@tanstack/react-query";
import type { TemplateItem } from "../../core/templates";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 500;

async function listTemplates(signal?: AbortSignal): Promise<TemplateItem[]> {
  const items: TemplateItem[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<TemplateItem> = await client.get(`/templates${query({ limit: PAGE, cursor })}`, signal);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

export function useTemplates(isOn = true) {
  return useQuery({
    queryKey: ["templates", "list"],
    queryFn: ({ signal }) => listTemplates(signal),
    staleTime: 30_000,
    enabled: isOn,
  });
}
