// GET /auth/me: who one is, and what one told of oneself.
import { useQuery } from "@tanstack/react-query";
import { client, type User } from "../client";

export interface Profile {
  user: User;
  profile: { full_name: string; email: string; created_at: string };
}

export const PROFILE_KEY = ["profile"];

const PROFILE = {
  queryKey: PROFILE_KEY,
  queryFn: ({ signal }: { signal: AbortSignal }) => client.get<Profile>("/auth/me", signal),
};

export function useProfile() {
  return useQuery(PROFILE);
}

/** The full name, where something else has read it already. */
export function useKnownFullName(userId: string | undefined): string | undefined {
  const { data } = useQuery({ ...PROFILE, enabled: false });
  return data?.user.id === userId ? data?.profile.full_name || undefined : undefined;
}
