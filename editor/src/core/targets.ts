// What a target is, the form that makes or changes one, and what is sent of it.
import type { JsonObject } from "./document";
import { isObject } from "./document";
import { jsonText, readJson } from "./jsonText";

export type OsType = "windows" | "linux" | "unix" | "network_device" | "other";
export type TargetStatus = "active" | "maintenance" | "inactive";

export interface Named {
  id: string;
  name: string;
}

export interface SystemInfo {
  os?: string;
  kernel?: string;
  architecture?: string;
  hostname?: string;
  [name: string]: string | number | null | undefined;
}

export interface LastTest {
  at: string;
  success: boolean;
  latency_ms: number | null;
  error: string | null;
  system: SystemInfo | null;
}

/** What a form changes of a target. */
interface TargetText {
  name: string;
  hostname: string;
  ip_address: string;
  description: string;
  os_type: OsType;
  os_version: string;
  environment: string;
  status: TargetStatus;
  protocol: "ssh" | "none";
  port: number;
  host_key_check: "trust_first" | "strict";
  connect_timeout: number;
  tags: string[];
}

export interface Target extends TargetText {
  id: string;
  credential: Named | null;
  groups: Named[];
  depends_on: Named[];
  metadata: JsonObject;
  revision: number;
  created_by: string | null;
  created_at: string;
  updated_by: string | null;
  updated_at: string;
  last_test: LastTest | null;
}

export interface HostKey {
  id: string;
  algorithm: string;
  fingerprint: string;
  /** "offered": the machine showed another key than the trusted one. */
  state: "trusted" | "offered";
  first_seen_at: string;
  last_seen_at: string;
  trusted_by: string | null;
  trusted_at: string | null;
}

interface Choice<T extends string> {
  value: T;
  label: string;
}

export const OS_TYPES: readonly Choice<OsType>[] = [
  { value: "linux", label: "Linux" },
  { value: "windows", label: "Windows" },
  { value: "unix", label: "Unix" },
  { value: "network_device", label: "Network device" },
  { value: "other", label: "Other" },
];
export const TARGET_STATUSES: readonly Choice<TargetStatus>[] = [
  { value: "active", label: "Active" },
  { value: "maintenance", label: "Maintenance" },
  { value: "inactive", label: "Inactive" },
];
export const PROTOCOLS: readonly Choice<Target["protocol"]>[] = [
  { value: "ssh", label: "SSH" },
  { value: "none", label: "None" },
];
export const KEY_CHECKS: readonly Choice<Target["host_key_check"]>[] = [
  { value: "trust_first", label: "Trust the first key it shows" },
  { value: "strict", label: "Trust no key by itself" },
];

export function wordFor(choices: readonly Choice<string>[], value: string): string {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}

/** How one reaches a machine of this kind, unless it is said otherwise. */
export function protocolFor(os: OsType): Target["protocol"] {
  return os === "linux" || os === "unix" || os === "network_device" ? "ssh" : "none";
}

/** What a form holds: texts as they are typed. */
export interface TargetDraft extends Omit<TargetText, "port" | "connect_timeout"> {
  port: string;
  connect_timeout: string;
  /** Id of the credential; none where it is empty. */
  credential: string;
  depends_on: Named[];
  metadata: string;
}

const EMPTY: TargetDraft = {
  name: "",
  hostname: "",
  ip_address: "",
  description: "",
  os_type: "linux",
  os_version: "",
  environment: "",
  status: "active",
  protocol: "ssh",
  port: "22",
  host_key_check: "trust_first",
  connect_timeout: "15",
  tags: [],
  credential: "",
  depends_on: [],
  metadata: "",
};

const TEXTS = [
  "name",
  "hostname",
  "ip_address",
  "description",
  "os_type",
  "os_version",
  "environment",
  "status",
  "protocol",
  "host_key_check",
] as const satisfies readonly (keyof TargetText)[];

/** A new one begins empty, a known one with what is stored. */
export function targetDraft(stored?: Target): TargetDraft {
  if (!stored) return EMPTY;
  const texts = Object.fromEntries(TEXTS.map((name) => [name, stored[name]])) as Pick<
    Target,
    (typeof TEXTS)[number]
  >;
  return {
    ...texts,
    port: String(stored.port),
    connect_timeout: String(stored.connect_timeout),
    tags: [...stored.tags],
    depends_on: [...stored.depends_on],
    credential: stored.credential?.id ?? "",
    metadata: Object.keys(stored.metadata).length === 0 ? "" : jsonText(stored.metadata),
  };
}

/** Another kind of machine brings its own protocol with it, unless a person chose one. */
export function withOs(draft: TargetDraft, os_type: OsType): TargetDraft {
  const isOwn = draft.protocol !== protocolFor(draft.os_type);
  return { ...draft, os_type, protocol: isOwn ? draft.protocol : protocolFor(os_type) };
}

export interface TargetBody extends TargetText {
  credential: string | null;
  depends_on: string[];
  metadata: JsonObject;
}

export type TargetErrors = { [name in keyof TargetDraft]?: string };

/** Whether something connects to it; if not, the form does not ask how. */
export function isReached({ protocol }: Pick<TargetDraft, "protocol">): boolean {
  return protocol !== "none";
}

const OF_CONNECTION: readonly string[] = ["port", "host_key_check", "connect_timeout"];

/** The fields that the form shows. */
export function targetFields(draft: TargetDraft): (keyof TargetDraft)[] {
  const all = Object.keys(EMPTY) as (keyof TargetDraft)[];
  return isReached(draft) ? all : all.filter((name) => !OF_CONNECTION.includes(name));
}

export function readTarget(draft: TargetDraft): { body: TargetBody; errors: TargetErrors } {
  const errors: TargetErrors = {};
  const { value: metadata = {} } = readJson(draft.metadata);
  if (draft.name.trim() === "") errors.name = "A name is needed.";
  if (draft.hostname.trim() === "") errors.hostname = "A host name or address is needed.";
  const port = wholeIn(draft.port, 1, 65_535);
  const timeout = wholeIn(draft.connect_timeout, 1, 120);
  if (isReached(draft)) {
    if (port === undefined) errors.port = "Use a number from 1 to 65535.";
    if (timeout === undefined) errors.connect_timeout = "Use 1 to 120 seconds.";
  }
  if (readJson(draft.metadata).error || !isObject(metadata)) {
    errors.metadata = 'This is not a JSON object, such as {"rack": "B4"}.';
  }
  const body: TargetBody = {
    ...draft,
    name: draft.name.trim(),
    hostname: draft.hostname.trim(),
    ip_address: draft.ip_address.trim(),
    os_version: draft.os_version.trim(),
    environment: draft.environment.trim(),
    port: port ?? Number(EMPTY.port),
    connect_timeout: timeout ?? Number(EMPTY.connect_timeout),
    credential: draft.credential || null,
    depends_on: draft.depends_on.map(({ id }) => id),
    metadata: isObject(metadata) ? metadata : {},
  };
  return { body, errors };
}

function wholeIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** The trusted key of a machine that shows another one now, and that one. */
export function changedKey(keys: readonly HostKey[]): { offered: HostKey; trusted?: HostKey } | undefined {
  const offered = keys.find((key) => key.state === "offered");
  if (!offered) return undefined;
  const trusted = keys.filter((key) => key.state === "trusted");
  return { offered, trusted: trusted.find((key) => key.algorithm === offered.algorithm) ?? trusted[0] };
}

export interface GroupMember extends Named {
  hostname: string;
  os_type: OsType;
  status: TargetStatus;
}

export interface TargetGroup extends Named {
  description: string;
  tags: string[];
  /** How many targets are in it. */
  members: number;
  revision: number;
  updated_by: string | null;
  updated_at: string;
}

export interface FullTargetGroup extends TargetGroup {
  targets: GroupMember[];
}
