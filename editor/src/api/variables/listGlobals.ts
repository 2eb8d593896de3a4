// GET /variables: values that every flow reads.
import { useQuery } from "@tanstack/react-query";
import type { Json } from "../../core/document";
import { client } from "../client";
import type { Page } from "../list";

export interface Global {
  name: string;
  value: Json;
  updated_at?: string | null;
  updated_by?: string | null;
}

export function useGlobals() {
  return useQuery({
    queryKey: ["globals"],
    queryFn: ({ signal }) => client.get<Page<Global>>("/variables?limit=500", signal),
    select: (page) => page.items,
  });
}
