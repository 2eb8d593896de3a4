// Targets and groups of them, made up: many machines of every kind, one of which shows another host key.
const HOUR = 3_600_000;
const OS = ["linux", "linux", "windows", "unix", "network_device", "other"];
const PLACES = ["production", "staging", ""];
const STATES = ["active", "active", "maintenance", "active", "inactive"];
const GROUPS = [
  { id: "group-0", name: "web", description: "All that answers on port 443.", tags: ["tier-1"] },
  { id: "group-1", name: "backup", description: "", tags: [] },
];

export function manyTargets(count, now = Date.now()) {
  const at = (hours) => new Date(now - hours * HOUR).toISOString();
  return Array.from({ length: count }, (_, index) => {
    const os_type = OS[index % OS.length];
    const isReached = os_type !== "windows" && os_type !== "other";
    return {
      id: `target-${index}`,
      name: index < 24 ? `web-${index + 1}` : `store-${index - 23}`,
      hostname: `host-${index}.example.com`,
      ip_address: `192.0.2.${index + 1}`,
      description: index === 0 ? "The first machine behind the balancer." : "",
      os_type,
      os_version: os_type === "linux" ? "Debian 13" : "",
      environment: PLACES[index % PLACES.length],
      status: STATES[index % STATES.length],
      protocol: isReached ? "ssh" : "none",
      port: 22,
      host_key_check: "trust_first",
      connect_timeout: 15,
      credential: isReached ? { id: "credential-0", name: "backup-server" } : null,
      tags: ["nginx", "eu", "rack-b4"].slice(0, index % 4),
      groups: index < 12 ? [{ id: "group-0", name: "web" }] : [],
      depends_on: index === 0 ? [{ id: "target-1", name: "web-2" }] : [],
      metadata: index === 0 ? { rack: "B4", owner: { team: "web" } } : {},
      revision: 2,
      created_by: "anna",
      created_at: at(900),
      updated_by: "ben",
      updated_at: at(index * 9),
      last_test: isReached && index % 4 !== 3 ? lastTest(index, at(index)) : null,
    };
  });
}

function lastTest(index, at) {
  const success = index % 5 !== 4;
  return {
    at,
    success,
    latency_ms: success ? 12 + index : null,
    error: success ? null : "Nothing answered on port 22 within 15 seconds.",
    system: success ? { os: "Debian GNU/Linux 13", kernel: "6.12.9", architecture: "x86_64", hostname: `host-${index}` } : null,
  };
}

const key = (id, state, now) => ({
  id,
  algorithm: "ssh-ed25519",
  fingerprint: `SHA256:${id.repeat(12).slice(0, 43)}`,
  state,
  first_seen_at: new Date(now - 300 * HOUR).toISOString(),
  last_seen_at: new Date(now - HOUR).toISOString(),
  trusted_by: state === "trusted" ? "anna" : null,
  trusted_at: state === "trusted" ? new Date(now - 299 * HOUR).toISOString() : null,
});

function count(targets, read) {
  const counts = new Map();
  for (const target of targets) counts.set(read(target), (counts.get(read(target)) ?? 0) + 1);
  return [...counts].map(([value, number]) => ({ value, count: number }));
}

/** The server's answers about these, with the filters the screen uses. */
export function targetAnswers(targets, now = Date.now()) {
  const [first] = targets;
  const groups = GROUPS.map((group, index) => ({
    ...group,
    members: targets.filter((target) => target.groups.some(({ id }) => id === group.id)).length,
    revision: 1,
    updated_by: "anna",
    updated_at: new Date(now - index * 40 * HOUR).toISOString(),
  }));
  const members = targets.filter((target) => target.groups.length > 0);
  return {
    "GET /targets": (request) => {
      const query = new URL(request.url()).searchParams;
      const fits = (name) => (target) => !query.get(name) || target[name] === query.get(name);
      const items = targets
        .filter((target) => target.name.includes(query.get("q") ?? ""))
        .filter((target) => ["os_type", "environment", "status"].every((name) => fits(name)(target)))
        .filter((target) => !query.get("tag") || target.tags.includes(query.get("tag")))
        .filter((target) => !query.get("group") || target.groups.some(({ id }) => id === query.get("group")));
      return { items, next_cursor: null, total: items.length };
    },
    "GET /targets/facets": {
      os_type: count(targets, (target) => target.os_type),
      environment: count(targets, (target) => target.environment),
      status: count(targets, (target) => target.status),
      tag: count(targets.flatMap((target) => target.tags.map((tag) => ({ tag }))), ({ tag }) => tag),
      group: groups.map(({ id, name, members: number }) => ({ id, name, count: number })),
    },
    [`GET /targets/${first.id}`]: first,
    [`GET /targets/${first.id}/host-keys`]: { items: [key("aB3x", "trusted", now), key("zQ9p", "offered", now)] },
    [`POST /targets/${first.id}/test`]: {
      success: false,
      latency_ms: null,
      error: "The machine shows another host key than the trusted one.",
      host_key: { fingerprint: key("zQ9p", "offered", now).fingerprint, state: "offered" },
      system: null,
    },
    "GET /target-groups": { items: groups, next_cursor: null, total: groups.length },
    "GET /target-groups/group-0": { ...groups[0], targets: members },
  };
}
