// How server state is cached and when a failed request is tried again.
import { QueryClient } from "@tanstack/react-query";
import { client } from "./client";
import { ApiError } from "./problem";

const isWorthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { retry: false },
  },
});

// Nothing of one's session stays behind it. This comes before any page that is shown next asks for something.
client.session.subscribe(({ status }, before) => {
  if (status === "out" && before.status !== "out") queryClient.clear();
});
