// GET /node-types: descriptors of all node types this server knows.
import { useQuery } from "@tanstack/react-query";
import { Catalog, type Category, type Descriptor } from "../../core/descriptor";
import { client } from "../client";

interface Answer {
  items: Descriptor[];
  categories: Category[];
}

async function listNodeTypes(signal?: AbortSignal): Promise<Catalog> {
  const answer = await client.get<Answer>("/node-types", signal);
  return new Catalog(answer.items, answer.categories);
}

export function useCatalog() {
  return useQuery({
    queryKey: ["node-types"],
    queryFn: ({ signal }) => listNodeTypes(signal),
    staleTime: 5 * 60_000,
    structuralSharing: false,
  });
}
