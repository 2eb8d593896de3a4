// GET /auth/options: what one may do before one is logged in.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface AuthOptions {
  /** Whether people may make an account for themselves. */
  registration: boolean;
}

export const OPTIONS_KEY = ["auth-options"];

export function useAuthOptions() {
  return useQuery({
    queryKey: OPTIONS_KEY,
    queryFn: ({ signal }) => client.get<AuthOptions>("/auth/options", signal),
  });
}
