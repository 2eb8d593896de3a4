// Triggers as the server keeps them for the published flow, and how an address is called.

export type HookAuth = "token" | "signature" | "none";

export interface Trigger {
  flow_id: string;
  flow_name: string;
  is_active: boolean;
  /** The id of its node. */
  node: string;
  kind: "schedule" | "webhook";
  /** Such as "0 6 * * * (Europe/Berlin)" or "POST /hooks/orders". */
  summary: string;
  next_at: string | null;
  last_at: string | null;
  /** The run that it started last. */
  last_run: string | null;
  last_outcome: "started" | "missed" | "refused" | null;
  last_error: string | null;
  /** Only of a webhook, as is how its callers prove themselves. */
  address: string | null;
  auth: HookAuth | null;
  has_secret: boolean;
}

const BODY = '{"hello": "world"}';

/** A call for a shell, with a place for the secret where one is needed. */
export function exampleCall({ address, summary }: Trigger, auth: HookAuth): string {
  const call = (...headers: string[]) =>
    [
      `curl -X ${methodIn(summary)} ${quoted(address ?? "")}`,
      ...["'Content-Type: application/json'", ...headers].map((header) => `  -H ${header}`),
      `  -d ${auth === "signature" ? '"$body"' : `'${BODY}'`}`,
    ].join(" \\\n");
  if (auth === "token") return call("'Authorization: Bearer <token>'");
  if (auth === "none") return call();
  return [
    `body='${BODY}'`,
    `signature=$(printf %s "$body" | openssl dgst -sha256 -hmac '<secret>' | sed 's/.* //')`,
    call('"X-Hub-Signature-256: sha256=$signature"'),
  ].join("\n");
}

/** As one word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function methodIn(summary: string): string {
  return /^[A-Z]+/.exec(summary)?.[0] ?? "POST";
}
