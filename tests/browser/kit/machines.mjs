// Machines and credentials, made up: what a server that has them answers, and a run on a thousand of them.

const MACHINES = [
  ...Array.from({ length: 12 }, (_, index) => machine(`web-${index + 1}`, "linux")),
  machine("desk", "windows"),
  machine("switch-a", "network_device"),
];

function machine(name, os) {
  return { id: `id-${name}`, name, hostname: `${name}.example.org`, os_type: os, status: "active" };
}

function meant(selector) {
  if (selector === "group:web") return MACHINES.filter(({ name }) => name.startsWith("web-"));
  return MACHINES.filter(({ name }) => name === selector);
}

/** What the fields that choose machines and credentials ask for. */
export const places = {
  "GET /targets": (request) => {
    const text = new URL(request.url()).searchParams.get("q") ?? "";
    return { items: MACHINES.filter(({ name }) => name.includes(text)), next_cursor: null };
  },
  "GET /targets/facets": { group: [{ id: "g", name: "web", count: 12 }], tag: [{ value: "office", count: 1 }] },
  "POST /targets/match": (request) => {
    const { selectors } = request.postDataJSON();
    const targets = selectors.flatMap(meant);
    return { targets, total: targets.length, unknown: selectors.filter((one) => meant(one).length === 0) };
  },
  "POST /flows/validate": { valid: true, problems: [], regions: [] },
  "GET /credentials/names": {
    items: [
      { id: "c1", name: "root-key", type: "ssh_key" },
      { id: "c2", name: "shop", type: "api_key" },
    ],
  },
};

const WRONG = { kind: "target_unreachable", message: "web-700 does not answer at port 22.\nIt was tried three times." };

/** Of a thousand runs two failed, the last ones. */
function childRun(run, index) {
  const status = index >= 998 ? "failed" : "completed";
  const target = { id: `m${index}`, name: `node-${index}` };
  const error = status === "failed" ? WRONG : null;
  return { ...run, id: `child-${index}`, parent: run.id, status, target, error, target_count: null, duration_ms: 900 + index };
}

/** The answers about a run that is shown as if it had started one on each of a thousand machines. */
export function onThousand(run) {
  const { document: _document, nodes: _nodes, ...item } = run;
  const children = Array.from({ length: 1000 }, (_, index) => childRun(item, index));
  return {
    [`GET /runs/${run.id}`]: { ...run, target_count: children.length },
    [`GET /runs/${run.id}/children`]: (request) => {
      const query = new URL(request.url()).searchParams;
      const wanted = query.get("status");
      const found = children.filter(({ status }) => wanted === null || status === wanted);
      const start = Number(query.get("cursor") ?? 0);
      const end = start + Number(query.get("limit"));
      const next_cursor = end < found.length ? String(end) : null;
      return { items: found.slice(start, end), next_cursor, totals: { completed: 998, failed: 2 } };
    },
  };
}
