// A busy installation, made up: many runs and flows, the same every time but for the hour it is told.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { manyTargets, targetAnswers } from "./targets.mjs";
import { credentialAnswers, manyCredentials } from "./vault.mjs";

const HOUR = 3_600_000;
const NAMES = ["Nightly backup", "Patch web servers", "Disk report", "Rotate certificates", "Web health check", "Restore test"];
const PEOPLE = ["anna", "ben", "scheduler"];

const endOf = (index) => (index === 137 ? "failed" : index < 3 ? "running" : index < 5 ? "pending" : "completed");

/** `count` runs of which exactly one failed, the latest first. */
export function manyRuns(count, now = Date.now()) {
  return Array.from({ length: count }, (_, index) => {
    const status = endOf(index);
    const created = new Date(now - index * 7 * 60_000).toISOString();
    const isOver = status === "completed" || status === "failed";
    return {
      id: `0192a000-0000-7000-8000-${String(index).padStart(12, "0")}`,
      flow_id: `flow-${index % NAMES.length}`,
      flow_name: NAMES[index % NAMES.length],
      flow_version: 1 + (index % 4),
      status,
      trigger: index % 3 === 2 ? "schedule" : "manual",
      created_by: PEOPLE[index % 3],
      created_at: created,
      started_at: status === "pending" ? null : created,
      finished_at: isOver ? new Date(now - index * 7 * 60_000 + 4200).toISOString() : null,
      duration_ms: isOver ? 900 + ((index * 7919) % 90_000) : null,
      error: status === "failed" ? { kind: "command", message: "web-07: the disk is full (exit code 28)" } : null,
      priority: 0,
      parent: null,
      waiting_until: null,
      steps: { completed: isOver ? 12 : 4, failed: status === "failed" ? 1 : 0, skipped: index % 5 === 0 ? 2 : 0 },
    };
  });
}

function tally(runs, read) {
  const counts = new Map();
  for (const run of runs) counts.set(read(run), (counts.get(read(run)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function chosen(runs, url) {
  const query = new URL(url).searchParams;
  const statuses = query.getAll("status");
  return runs.filter(
    (run) =>
      (statuses.length === 0 || statuses.includes(run.status)) &&
      (!query.get("flow") || run.flow_id === query.get("flow")) &&
      (!query.get("from") || run.created_at >= query.get("from")) &&
      (!query.get("to") || run.created_at < query.get("to")),
  );
}

/** The server's answers about these runs, with the filters the screens use. */
export function runAnswers(runs) {
  return {
    "GET /runs": (request) => {
      const query = new URL(request.url()).searchParams;
      const found = chosen(runs, request.url());
      const start = Number(query.get("cursor") ?? 0);
      const end = start + Number(query.get("limit") ?? 50);
      return { items: found.slice(start, end), next_cursor: end < found.length ? String(end) : null };
    },
    "GET /runs/facets": (request) => {
      const found = chosen(runs, request.url());
      return {
        status: tally(found, (run) => run.status),
        flow: tally(found, (run) => run.flow_id).map(({ value, count }) => ({
          id: value,
          name: found.find((run) => run.flow_id === value).flow_name,
          count,
        })),
        trigger: tally(found, (run) => run.trigger),
        user: tally(found, (run) => run.created_by),
      };
    },
    "GET /runs/histogram": (request) => timeline(chosen(runs, request.url())),
    "GET /runs/queue": { running: 3, pending: 2, parked: 0, paused: 1, at_once: 16, queue_limit: 1000, flows: [] },
  };
}

function timeline(runs, buckets = 60) {
  const times = runs.map((run) => Date.parse(run.created_at));
  const from = Math.min(...times);
  const step = (Math.max(...times) - from + 1) / buckets;
  const bars = Array.from({ length: buckets }, (_, index) => ({
    from: new Date(from + index * step).toISOString(),
    completed: 0,
    failed: 0,
    other: 0,
  }));
  for (const run of runs) {
    const bar = bars[Math.min(buckets - 1, Math.floor((Date.parse(run.created_at) - from) / step))];
    bar[run.status === "completed" || run.status === "failed" ? run.status : "other"] += 1;
  }
  return { from: bars[0].from, to: new Date(from + buckets * step).toISOString(), buckets: bars };
}

export function dashboardAnswer(runs, now = Date.now()) {
  const failed = runs.filter((run) => run.status === "failed");
  return {
    running: 3,
    waiting: 1,
    queued: 2,
    failed_24h: failed.length,
    completed_24h: runs.filter((run) => run.status === "completed").length,
    needs_you: [
      need("approval", runs[0], "Restart web-01 to web-12?", now - HOUR / 10),
      ...failed.map((run) => need("failed_run", run, run.error.message, now - 2 * HOUR)),
      need("interrupted", runs[7], "The server stopped while “Restart nginx” ran.", now - 5 * HOUR),
      need("paused", runs[1], null, now - HOUR / 4),
    ],
    flows: NAMES.map((name, flow) => ({
      id: `flow-${flow}`,
      name,
      hours: Array.from({ length: 24 }, (_, hour) => ({
        completed: (hour * (flow + 3)) % 5,
        failed: flow === 1 && hour % 9 === 4 ? 2 : 0,
      })),
    })),
    recent: runs.slice(0, 10),
    next: NAMES.slice(0, 4).map((name, flow) => ({
      flow_id: `flow-${flow}`,
      flow_name: name,
      at: new Date(now + (flow * flow + 1) * 0.4 * HOUR).toISOString(),
    })),
  };
}

const need = (kind, run, message, at) => ({
  kind,
  run_id: run.id,
  flow_id: run.flow_id,
  flow_name: run.flow_name,
  at: new Date(at).toISOString(),
  message,
});

export function manyFlows(count, now = Date.now()) {
  const ends = ["completed", "completed", "completed", "failed", "completed", "timed_out", "completed", "cancelled"];
  return Array.from({ length: count }, (_, index) => ({
    id: `flow-${index}`,
    name: index < NAMES.length ? NAMES[index] : `${NAMES[index % NAMES.length]} ${index}`,
    description: index % 2 === 0 ? "Reads every machine of the group and writes a report." : "",
    labels: ["example", "linux", "web", "nightly"].slice(0, index % 5),
    category: ["Maintenance", "Web", ""][index % 3],
    version: 1 + (index % 12),
    is_active: index % 7 !== 3,
    owner: PEOPLE[index % 2],
    created_by: PEOPLE[index % 2],
    created_at: new Date(now - 900 * HOUR).toISOString(),
    updated_at: new Date(now - index * 5 * HOUR).toISOString(),
    updated_by: "anna",
    node_count: 4 + index,
    last_run: null,
    last_runs: Array.from({ length: index === 4 ? 0 : 20 }, (_, run) => ({
      id: `run-${index}-${run}`,
      status: ends[(run * (index + 1)) % ends.length],
    })),
  }));
}

export function flowAnswers(flows) {
  return {
    "GET /flows": (request) => {
      const query = new URL(request.url()).searchParams;
      const text = (query.get("search") ?? "").toLowerCase();
      const found = flows.filter(
        (flow) =>
          flow.name.toLowerCase().includes(text) &&
          (!query.get("category") || flow.category === query.get("category")) &&
          query.getAll("label").every((label) => flow.labels.includes(label)),
      );
      return { items: found, next_cursor: null, total: found.length };
    },
    "GET /flows/facets": {
      labels: tally(flows.flatMap((flow) => flow.labels.map((label) => ({ label }))), (one) => one.label).map(named),
      categories: tally(flows, (flow) => flow.category).map(named),
    },
  };
}

const named = ({ value, count }) => ({ name: value, count });

const EXAMPLE = resolve(import.meta.dirname, "../../../flows/examples/disk-report/flow.json");
const MONTH = { runs: 41, completed: 40, failed: 1, cancelled: 0, timed_out: 0, success_rate: 0.976, mean_ms: 4100, p95_ms: 9000, last_run: null };

/** Twelve versions of a flow; in the last one, a node has another name. */
function versionAnswers(path, document) {
  const items = Array.from({ length: 12 }, (_, index) => ({
    version: 12 - index,
    author: PEOPLE[index % 2],
    created_at: new Date(Date.now() - index * 9 * HOUR).toISOString(),
    comment: index % 3 === 0 ? "Report machines that do not answer, and go on with the others" : "",
    tags: index === 2 ? ["stable", "2026.1"] : [],
    runs: { completed: 40 - index, failed: index % 4, other: index === 1 ? 1 : 0 },
  }));
  const renamed = document.nodes.map((node, index) => (index === 1 ? { ...node, name: "Another name" } : node));
  const bodyOf = ({ version }) => (version === 12 ? { ...document, nodes: renamed } : document);
  return {
    [`GET ${path}`]: { items, next_cursor: null },
    ...Object.fromEntries(items.map((item) => [`GET ${path}/${item.version}`, { ...item, document: bodyOf(item) }])),
  };
}

const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
  "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
  "curl/8.5.0",
];
const ADDRESSES = ["192.0.2.17", "2001:db8:85a3:8d3:1319:8a2e:370:7348", "198.51.100.4", "203.0.113.250", "127.0.0.1"];

/** One's profile, and five places where one is logged in. */
export function accountAnswers(now = Date.now()) {
  const at = (hours) => new Date(now - hours * HOUR).toISOString();
  const items = AGENTS.map((device, index) => ({
    id: `session-${index}`,
    device,
    address: ADDRESSES[index],
    created_at: at(index * 60 + 2),
    last_used_at: at(index * index * 5),
    is_current: index === 0,
  }));
  return {
    "GET /auth/me": {
      user: { id: "u", username: "anna", role: "operator", must_change_password: false },
      profile: { full_name: "Anna Lindqvist", email: "anna@example.com", created_at: at(2000) },
    },
    "GET /auth/me/notifications": { runs: "failed", email: "anna@example.com", available: true },
    "GET /auth/sessions": { items, next_cursor: null },
  };
}

/** All of it: the dashboard, 200 runs, 40 flows, the flow that is looked at beside the list, an account, targets, credentials. */
export function plenty() {
  const runs = manyRuns(200);
  const flows = manyFlows(40);
  const document = JSON.parse(readFileSync(EXAMPLE, "utf8"));
  return {
    "GET /dashboard": dashboardAnswer(runs),
    ...runAnswers(runs),
    ...flowAnswers(flows),
    "GET /flows/flow-2": { ...flows[2], document, problems: [] },
    "GET /flows/flow-2/drafts": { items: [], next_cursor: null },
    "GET /flows/flow-2/statistics": MONTH,
    ...versionAnswers("/flows/flow-2/versions", document),
    ...accountAnswers(),
    ...targetAnswers(manyTargets(60)),
    ...credentialAnswers(manyCredentials(40)),
  };
}

/** The screens that are lists or forms, and what is to be seen once each is there. */
export const SCREENS = [
  { name: "dashboard", path: "/", asks: "GET /dashboard", ready: (page) => page.getByTestId("flow-days") },
  { name: "flows", path: "/flows?preview=flow-2", asks: "GET /flows", ready: (page) => page.getByTestId("flow-list") },
  { name: "runs", path: "/runs", asks: "GET /runs", ready: (page) => page.getByTestId("run-list") },
  { name: "versions", path: "/flows/flow-2/versions", asks: "GET /flows/flow-2/versions", ready: (page) => page.getByTestId("change-list") },
  { name: "templates", path: "/templates?preview=linux-service-management", asks: "GET /templates", ready: (page) => page.getByRole("complementary", { name: /^About/ }) },
  { name: "variables", path: "/variables", asks: "GET /variables", ready: (page) => page.getByText(/no variables yet/) },
  { name: "targets", path: "/targets", asks: "GET /targets", ready: (page) => page.getByTestId("target-list") },
  { name: "target-groups", path: "/targets/groups", asks: "GET /target-groups", ready: (page) => page.getByTestId("group-list") },
  { name: "credentials", path: "/credentials", asks: "GET /credentials", ready: (page) => page.getByTestId("credential-list") },
  { name: "profile", path: "/profile", asks: "GET /auth/me", ready: (page) => page.getByTestId("session-list") },
];

/** The screens that show one drawing. */
export const DRAWINGS = [
  { name: "editor", path: "/flows/flow-2", asks: "GET /flows/flow-2" },
  { name: "run", path: `/runs/${manyRuns(1)[0].id}`, asks: `GET /runs/${manyRuns(1)[0].id}` },
];
