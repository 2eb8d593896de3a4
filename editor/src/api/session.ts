// The session for React: who is signed in, and the acts of signing in and out.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useStore } from "zustand";
import { SESSIONS_KEY } from "./account/listSessions";
import { client, type SessionState, type User } from "./client";

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(client.session, select);
}

/** A password goes as soon as it was sent. */
const KEPT_NOWHERE = 0;

export function useLogin() {
  return useMutation({
    mutationFn: (input: { username: string; password: string }): Promise<User> =>
      client.login(input.username, input.password),
    gcTime: KEPT_NOWHERE,
  });
}

export function useLogout() {
  return useMutation({ mutationFn: () => client.logout() });
}

const restore = () => client.restore();

/** Asks the server again whether there is a session. */
export function useRestore(): () => Promise<void> {
  return restore;
}

/** All other sessions end with the old password. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: { current: string; next: string }) =>
      client.changePassword(input.current, input.next),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
    gcTime: KEPT_NOWHERE,
  });
}

export function canEdit(state: SessionState): boolean {
  return state.user !== null && state.user.role !== "viewer";
}

export function isAdmin(state: SessionState): boolean {
  return state.user?.role === "admin";
}
