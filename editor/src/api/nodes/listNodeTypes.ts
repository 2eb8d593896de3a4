// GET /node-types: descriptors of all node types this server knows.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Catalog, type Category, type Descriptor } from "../../core/descriptor";
import { client } from "../client";
import { queryClient } from "../queryClient";

interface Answer {
  items: Descriptor[];
  categories: Category[];
}

async function listNodeTypes(signal?: AbortSignal): Promise<Catalog> {
  const answer = await client.get<Answer>("/node-types", signal);
  return new Catalog(answer.items, answer.categories);
}

const catalogQuery = queryOptions({
  queryKey: ["node-types"],
  queryFn: ({ signal }) => listNodeTypes(signal),
  staleTime: 5 * 60_000,
  structuralSharing: false,
});

export function useCatalog() {
  return useQuery(catalogQuery);
}

export function readCatalog(): Promise<Catalog> {
  return queryClient.ensureQueryData(catalogQuery);
}

/** Reads the node types while the page that needs them is still being read. */
export function askForCatalog(): void {
  queryClient.prefetchQuery(catalogQuery);
}
