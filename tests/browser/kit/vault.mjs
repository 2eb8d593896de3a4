// Stored credentials, made up: the types that there are, and many credentials of them.
const HOUR = 3_600_000;

const field = (name, title, kind, rest = {}) => ({ name, title, help: "", kind, secret: false, required: false, ...rest });
const secret = { secret: true, required: true };

export const TYPES = [
  {
    type: "ssh_password",
    name: "SSH password",
    description: "Signs in to a machine over SSH with a name and a password.",
    fields: [field("username", "User name", "text", { required: true }), field("password", "Password", "password", secret)],
  },
  {
    type: "ssh_key",
    name: "SSH key",
    description: "Signs in to a machine over SSH with a key.",
    fields: [
      field("username", "User name", "text", { required: true }),
      field("private_key", "Private key", "multiline", { ...secret, help: "Paste it, or choose its file." }),
      field("passphrase", "Passphrase", "password", { secret: true }),
    ],
  },
  {
    type: "http_auth",
    name: "Web sign-in",
    description: "Signs in to a web service.",
    fields: [
      field("auth_type", "How", "choice", {
        required: true,
        default: "basic",
        choices: [
          { value: "basic", label: "Name and password" },
          { value: "bearer", label: "Token" },
        ],
      }),
      field("username", "User name", "text", { required: true, visible_when: { auth_type: "basic" } }),
      field("password", "Password", "password", { ...secret, visible_when: { auth_type: "basic" } }),
      field("token", "Token", "password", { ...secret, visible_when: { auth_type: ["bearer"] } }),
    ],
  },
];

const NAMES = ["backup-server", "deploy-key", "shop-api", "root-on-web", "network-admin", "restore"];
const ABOUT = ["Signs in where the nightly copies are kept.", "", "For the shop's interface only."];

export function manyCredentials(count, now = Date.now()) {
  const at = (hours) => new Date(now - hours * HOUR).toISOString();
  return Array.from({ length: count }, (_, index) => {
    const { type } = TYPES[index % TYPES.length];
    return {
      id: `credential-${index}`,
      name: index < NAMES.length ? NAMES[index] : `${NAMES[index % NAMES.length]}-${index}`,
      type,
      description: ABOUT[index % ABOUT.length],
      fields: { username: "root", ...(type === "http_auth" ? { auth_type: "basic" } : {}) },
      secrets: [type === "ssh_key" ? "private_key" : "password"],
      revision: 1 + (index % 3),
      created_by: "anna",
      created_at: at(900 + index),
      updated_by: "ben",
      updated_at: at(300 + index),
      rotated_by: index % 2 === 0 ? "anna" : null,
      rotated_at: index % 2 === 0 ? at(200 + index) : null,
      last_used_at: index % 4 === 3 ? null : at(index * index),
    };
  });
}

/** The server's answers about these; the first one is in use. */
export function credentialAnswers(credentials, now = Date.now()) {
  const [first] = credentials;
  const events = ["use", "use", "rotate", "update", "create"].map((action, index) => ({
    at: new Date(now - index * 30 * HOUR).toISOString(),
    by: index % 2 === 0 ? "anna" : "ben",
    action,
    details: action === "use" ? { run: "run-1", node: "copy", purpose: "signing in to web-1" } : {},
  }));
  return {
    "GET /credentials/types": { items: TYPES },
    "GET /credentials": (request) => {
      const query = new URL(request.url()).searchParams;
      const items = credentials.filter(
        (one) => one.name.includes(query.get("q") ?? "") && (!query.get("type") || one.type === query.get("type")),
      );
      return { items, next_cursor: null, total: items.length };
    },
    "GET /credentials/names": { items: credentials.map(({ id, name, type }) => ({ id, name, type })) },
    [`GET /credentials/${first.id}`]: first,
    [`GET /credentials/${first.id}/usage`]: {
      targets: [{ id: "target-0", name: "web-1" }],
      flows: [{ id: "flow-2", name: "Disk report", nodes: ["copy", "read"] }],
    },
    [`GET /credentials/${first.id}/history`]: { items: events, next_cursor: null },
  };
}
