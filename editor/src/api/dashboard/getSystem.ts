// GET /system/status: which server this is and how it stands.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface SystemStatus {
  version: string;
  started_at: string;
  database: string;
  local_commands: boolean;
}

export function useSystem() {
  return useQuery({
    queryKey: ["system"],
    queryFn: ({ signal }) => client.get<SystemStatus>("/system/status", signal),
    staleTime: 60_000,
  });
}
