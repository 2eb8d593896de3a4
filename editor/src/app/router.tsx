// Which address shows which page.
import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from "@tanstack/react-router";
import { lazy } from "react";
import { useSession } from "../api/session";
import { LoginPage, Unreachable } from "../features/session";
import { LoadingRows } from "../ui/states";
import { BrokenPage, NotFoundPage } from "./pages";
import { Shell } from "./Shell";

const FlowListPage = lazy(() => import("./lazy/flowList"));
const RunListPage = lazy(() => import("./lazy/runList"));
const RunPage = lazy(() => import("./lazy/run"));
const VariablesPage = lazy(() => import("./lazy/variables"));
const EditorPage = lazy(() => import("./lazy/editor"));

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    isLocal(search.next) ? { next: search.next } : {},
  component: Login,
});

function isLocal(next: unknown): next is string {
  return (
    typeof next === "string" && next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/login")
  );
}

function Login() {
  const { next } = loginRoute.useSearch();
  const status = useSession((session) => session.status);
  if (status === "unknown") return <Opening />;
  if (status === "unreachable") return <Unreachable />;
  if (status === "in") return <Navigate to={next ?? "/flows"} replace />;
  return <LoginPage onDone={() => router.navigate({ to: next ?? "/flows", replace: true })} />;
}

const privateRoute = createRoute({ getParentRoute: () => rootRoute, id: "private", component: Private });

function Private() {
  const status = useSession((session) => session.status);
  if (status === "unknown") return <Opening />;
  if (status === "unreachable") return <Unreachable />;
  if (status === "out") return <Navigate to="/login" search={{ next: placeNow() }} replace />;
  return <Shell />;
}

/** While the server is asked whether there is a session. */
function Opening() {
  return (
    <main style={{ padding: 32 }}>
      <LoadingRows rows={4} />
    </main>
  );
}

function placeNow(): string | undefined {
  const place = location.pathname + location.search;
  return place === "/" || !isLocal(place) ? undefined : place;
}

const homeRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/",
  component: () => <Navigate to="/flows" replace />,
});

const flowsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/flows",
  validateSearch: (search: Record<string, unknown>): { search?: string } => pick(search, ["search"]),
  component: function Flows() {
    const { search = "" } = flowsRoute.useSearch();
    return <FlowListPage search={search} />;
  },
});

const flowRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/flows/$flowId",
  component: function Flow() {
    const { flowId } = flowRoute.useParams();
    return <EditorPage key={flowId} flowId={flowId} />;
  },
});

const runsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/runs",
  validateSearch: (search: Record<string, unknown>): { flow?: string; status?: string; parent?: string } =>
    pick(search, ["flow", "status", "parent"]),
  component: function Runs() {
    return <RunListPage filter={runsRoute.useSearch()} />;
  },
});

const runRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/runs/$runId",
  component: function Run() {
    const { runId } = runRoute.useParams();
    return <RunPage key={runId} runId={runId} />;
  },
});

const variablesRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/variables",
  component: VariablesPage,
});

function pick<K extends string>(
  search: Record<string, unknown>,
  names: readonly K[],
): { [name in K]?: string } {
  const entries = names.flatMap((name) => {
    const value = search[name];
    return value === undefined || value === "" ? [] : [[name, String(value)] as const];
  });
  return Object.fromEntries(entries) as { [name in K]?: string };
}

const routeTree = rootRoute.addChildren([
  loginRoute,
  privateRoute.addChildren([homeRoute, flowsRoute, flowRoute, runsRoute, runRoute, variablesRoute]),
]);

export const router = createRouter({
  routeTree,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
