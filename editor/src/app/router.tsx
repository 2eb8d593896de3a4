// Which address shows which page.
import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { client } from "../api/client";
import { askForFlow } from "../api/flows/getFlow";
import { askForCatalog } from "../api/nodes/listNodeTypes";
import { useSession } from "../api/session";
import { CREDENTIAL_SEARCH_NAMES, type CredentialSearch } from "../core/credentials";
import { FLOW_SEARCH_NAMES, type FlowListSearch } from "../core/flowList";
import { RUN_SEARCH_NAMES, type RunListSearch } from "../core/runFilter";
import {
  GROUP_SEARCH_NAMES,
  type GroupSearch,
  TARGET_SEARCH_NAMES,
  type TargetSearch,
} from "../core/targetList";
import { TEMPLATE_SEARCH_NAMES, type TemplateSearch } from "../core/templates";
import {
  RESTORE_SEARCH_NAMES,
  type RestoreSearch,
  VERSIONS_SEARCH_NAMES,
  type VersionsSearch,
} from "../core/versions";
import { LoginPage, Unreachable } from "../features/session";
import { lazyAhead } from "../ui/lazily";
import { LoadingRows } from "../ui/states";
import { BrokenPage, NotFoundPage } from "./pages";
import { Shell } from "./Shell";

const DashboardPage = lazyAhead(() => import("./lazy/dashboard"));
const FlowListPage = lazyAhead(() => import("./lazy/flowList"));
const RunListPage = lazyAhead(() => import("./lazy/runList"));
const TemplatesPage = lazyAhead(() => import("./lazy/templates"));
const VariablesPage = lazyAhead(() => import("./lazy/variables"));
const TargetsPage = lazyAhead(() => import("./lazy/targets"));
const GroupsPage = lazyAhead(() => import("./lazy/targetGroups"));
const CredentialsPage = lazyAhead(() => import("./lazy/credentials"));
const ProfilePage = lazyAhead(() => import("./lazy/profile"));
const RegisterPage = lazyAhead(() => import("./lazy/register"));
const RunPage = lazyAhead(() => import("./lazy/run"));
const VersionsPage = lazyAhead(() => import("./lazy/versions"));
const EditorPage = lazyAhead(() => import("./lazy/editor"));

const SMALL = [
  DashboardPage,
  FlowListPage,
  RunListPage,
  TemplatesPage,
  VariablesPage,
  CredentialsPage,
  ProfilePage,
];
const LARGE = [EditorPage, RunPage, VersionsPage];

type Page = Pick<(typeof SMALL)[number], "read">;

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

interface NextSearch {
  next?: string;
}

const readNext = ({ next }: Record<string, unknown>): NextSearch => (isLocal(next) ? { next } : {});

function isLocal(next: unknown): next is string {
  return typeof next === "string" && /^\/(?!\/|login|register)/.test(next);
}

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: readNext,
  component: function Login() {
    const { next } = loginRoute.useSearch();
    return (
      <Public next={next}>
        <LoginPage next={next} onDone={() => router.navigate({ to: next ?? "/", replace: true })} />
      </Public>
    );
  },
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/register",
  validateSearch: readNext,
  component: function Register() {
    const { next } = registerRoute.useSearch();
    return (
      <Public next={next}>
        <Suspense fallback={<Opening />}>
          <RegisterPage next={next} />
        </Suspense>
      </Public>
    );
  },
});

/** What is for people who are not logged in; the others go on to the place they wanted. */
function Public({ next, children }: NextSearch & { children: ReactNode }) {
  const status = useSession((session) => session.status);
  if (status === "unknown") return <Opening />;
  if (status === "unreachable") return <Unreachable />;
  return status === "in" ? <Navigate to={next ?? "/"} replace /> : children;
}

const privateRoute = createRoute({ getParentRoute: () => rootRoute, id: "private", component: Private });

function Private() {
  const status = useSession((session) => session.status);
  if (status === "unknown") return <Opening />;
  if (status === "unreachable") return <Unreachable />;
  // Whoever has logged out is not asked by a page that has gone.
  if (status === "out") return <Navigate to="/login" search={{ next: placeNow() }} replace ignoreBlocker />;
  return <Shell onIdle={readPages} />;
}

/** All pages are read ahead, the small ones first, so that they open at once, and also when the network has gone. */
function readPages(): void {
  const read = (pages: readonly Page[]) =>
    Promise.all(pages.map((page) => page.read().catch(() => undefined)));
  void read(SMALL).then(() => read(LARGE));
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
  component: DashboardPage,
});

const flowsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/flows",
  validateSearch: (search: Record<string, unknown>): FlowListSearch => pick(search, FLOW_SEARCH_NAMES),
  component: function Flows() {
    return <FlowListPage search={flowsRoute.useSearch()} />;
  },
});

const isSignedIn = () => client.session.getState().status === "in";

/**
 * Page, flow and node types are read at the same time; the page's file already when a link to it is pointed at. Nothing
 * is waited for here: the page shows what it waits for.
 */
const flowRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/flows/$flowId",
  validateSearch: (search: Record<string, unknown>): RestoreSearch => pick(search, RESTORE_SEARCH_NAMES),
  loader: ({ params, preload }) => {
    EditorPage.read().catch(() => undefined);
    if (!preload && isSignedIn()) {
      askForFlow(params.flowId);
      askForCatalog();
    }
  },
  component: function Flow() {
    const { flowId } = flowRoute.useParams();
    return <EditorPage key={flowId} flowId={flowId} restore={flowRoute.useSearch()} />;
  },
});

const versionsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/flows/$flowId/versions",
  validateSearch: (search: Record<string, unknown>): VersionsSearch => pick(search, VERSIONS_SEARCH_NAMES),
  component: function Versions() {
    const { flowId } = versionsRoute.useParams();
    return <VersionsPage key={flowId} flowId={flowId} search={versionsRoute.useSearch()} />;
  },
});

const runsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/runs",
  validateSearch: (search: Record<string, unknown>): RunListSearch => pick(search, RUN_SEARCH_NAMES),
  component: function Runs() {
    return <RunListPage search={runsRoute.useSearch()} />;
  },
});

const runRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/runs/$runId",
  loader: () => {
    RunPage.read().catch(() => undefined);
    if (isSignedIn()) askForCatalog();
  },
  component: function Run() {
    const { runId } = runRoute.useParams();
    return <RunPage key={runId} runId={runId} />;
  },
});

const templatesRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/templates",
  validateSearch: (search: Record<string, unknown>): TemplateSearch => pick(search, TEMPLATE_SEARCH_NAMES),
  component: function Templates() {
    return <TemplatesPage search={templatesRoute.useSearch()} />;
  },
});

const variablesRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/variables",
  component: VariablesPage,
});

const targetsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/targets",
  validateSearch: (search: Record<string, unknown>): TargetSearch => pick(search, TARGET_SEARCH_NAMES),
  component: function Targets() {
    return <TargetsPage search={targetsRoute.useSearch()} />;
  },
});

const targetGroupsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/targets/groups",
  validateSearch: (search: Record<string, unknown>): GroupSearch => pick(search, GROUP_SEARCH_NAMES),
  component: function TargetGroups() {
    return <GroupsPage search={targetGroupsRoute.useSearch()} />;
  },
});

const credentialsRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/credentials",
  validateSearch: (search: Record<string, unknown>): CredentialSearch =>
    pick(search, CREDENTIAL_SEARCH_NAMES),
  component: function Credentials() {
    return <CredentialsPage search={credentialsRoute.useSearch()} />;
  },
});

const profileRoute = createRoute({
  getParentRoute: () => privateRoute,
  path: "/profile",
  component: ProfilePage,
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
  registerRoute,
  privateRoute.addChildren([
    homeRoute,
    flowsRoute,
    flowRoute,
    versionsRoute,
    runsRoute,
    runRoute,
    templatesRoute,
    variablesRoute,
    targetsRoute,
    targetGroupsRoute,
    credentialsRoute,
    profileRoute,
  ]),
]);

/** Everything in an address is text: `page=2`, not the JSON of it. */
function stringifySearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(entries).toString();
  return text ? `?${text}` : "";
}

export const router = createRouter({
  routeTree,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
