// GET /variables: values that every flow reads.
import { useQuery } from "@tanstack/react-query";
import type { Json } from "../../core/document";
import { client } from "../client";

export interface Global {
  name: string;
  value: Json;
  updated_at?: string | null;
  updated_by?: string | null;
}

type Answer = Global[] | { items: Global[] };

export function useGlobals() {
  return useQuery({
    queryKey: ["globals"],
    queryFn: async ({ signal }) => {
      const answer = await client.get<Answer>("/variables?limit=500", signal);
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
}
