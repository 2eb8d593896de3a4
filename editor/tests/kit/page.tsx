// A component on a page of its own, with a pretended server behind it that writes down what it was asked.
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { client } from "../../src/api/client";

export interface Request {
  method: string;
  path: string;
  body: unknown;
}

type Answers = { [request: string]: unknown };

/** Answers requests such as "POST /runs/r/retry", by a body or a function of what was asked that gives the response; the rest is a 404. */
export function pretendServer(answers: Answers): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const { method = "GET", body } = init;
    const path = url.replace("/api/v1", "");
    if (method !== "GET") requests.push({ method, path, body: body && JSON.parse(String(body)) });
    const key = `${method} ${path.split("?")[0]}`;
    if (!(key in answers)) return Response.json({ code: "not_found", detail: `No ${key}.` }, { status: 404 });
    const answer = answers[key];
    if (typeof answer === "function") return answer(path, body && JSON.parse(String(body)));
    return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer);
  });
  const user = { id: "u", username: "ann", role: "operator" as const };
  client.session.setState({ status: "in", user });
  return requests;
}

/** An answer that comes when the test gives it. */
export function heldAnswer() {
  let give: (answer: Response) => void = () => undefined;
  const promise = new Promise<Response>((resolve) => {
    give = resolve;
  });
  return { promise, give: (answer: Response) => give(answer) };
}

/** Shows the component and waits until the router has drawn it. */
export async function show(node: ReactNode): Promise<QueryClient> {
  const rootRoute = createRootRoute({ component: () => node, notFoundComponent: Outlet });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  await router.load();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return queries;
}
