// What each type of Node-RED becomes. Types of ours are found in the catalogue, by what they are called there; what
// has no counterpart is kept as a disabled placeholder with its JSON in its notes.
import type { Catalog, Descriptor } from "./descriptor";
import type { FlowNode, Json, JsonObject } from "./document";
import { isPlainStart } from "./starts";

export type RedNode = JsonObject & { id: string; type: string };

export interface Converted {
  /** Left out where Node-RED needs it and we do not. */
  node?: Omit<FlowNode, "id" | "x" | "y">;
  /** Our port for each output, in order; "output" where nothing is said. */
  ports?: string[];
  attention?: string;
}

interface Around {
  hasStart: boolean;
}

type Rule = (red: RedNode, catalog: Catalog, around: Around) => Converted | undefined;

export function convert(red: RedNode, catalog: Catalog, around: Around): Converted {
  const result = RULES[red.type]?.(red, catalog, around) ?? placeholder(red);
  const name = typeof red.name === "string" ? red.name : "";
  return result.node && name !== "" ? { ...result, node: { ...result.node, name } } : result;
}

const RULES: { readonly [type: string]: Rule } = {
  inject,
  function: script,
  switch: choice,
  change,
  template,
  "http request": request,
  exec,
  delay,
  junction,
  debug: () => ({ attention: "Left out: the input and output of every step are shown with each run." }),
};

/** The type with this last word in its name that has all these fields. */
function typeOf(catalog: Catalog, word: string, ...fields: string[]): Descriptor | undefined {
  return catalog.items.find(
    (item) =>
      item.type.split(".").at(-1) === word &&
      fields.every((field) => item.schema.properties?.[field] !== undefined),
  );
}

/** Longer notes would make the file hard to read. */
const MOST_JSON = 20_000;

function placeholder(red: RedNode, why?: string): Converted {
  const { wires: _wires, x: _x, y: _y, z: _z, ...content } = red;
  const type = `node-red.${red.type}`.slice(0, 100);
  return {
    node: { type, disabled: true, config: {}, notes: noted("", JSON.stringify(content, null, 2), "json") },
    attention:
      why ??
      `There is no node like “${red.type}” here. Its settings are kept in its notes; put another node in its place.`,
  };
}

function noted(text: string, code: string, language: string): string {
  const fence = `\`\`\`${language}\n${code.slice(0, MOST_JSON)}\n\`\`\``;
  return `From Node-RED:${text ? ` ${text}` : ""}\n\n${fence}`;
}

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const isFilled = (value: Json | undefined) => textOf(value) !== "";

function inject(red: RedNode, catalog: Catalog, { hasStart }: Around): Converted | undefined {
  const start = catalog.items.find(isPlainStart);
  if (!start) return undefined;
  if (hasStart)
    return placeholder(
      red,
      "A flow has one start. Make a flow of its own of this path, or wire it to the start.",
    );
  const schedule = isFilled(red.crontab)
    ? `It ran by the schedule \`${red.crontab}\``
    : isFilled(red.repeat)
      ? `It ran every ${red.repeat} seconds`
      : undefined;
  const sends = isFilled(red.payload) ? `It sent “${textOf(red.payload).slice(0, 80)}”` : undefined;
  const said = [schedule, sends].filter(Boolean).join(". ");
  return {
    node: {
      type: start.type,
      config: { ...start.defaults },
      ...(said ? { notes: `From Node-RED: ${said}.` } : {}),
    },
    attention: said
      ? `${said}. ${schedule ? "Give the flow a schedule" : "Give the flow a parameter"} in its place.`
      : undefined,
  };
}

function junction(_red: RedNode, catalog: Catalog): Converted | undefined {
  const type = junctionType(catalog);
  return type && { node: { type: type.type, config: { ...type.defaults } } };
}

export function junctionType(catalog: Catalog): Descriptor | undefined {
  return catalog.items.find((item) => item.shape === "junction");
}

/** JavaScript is not run here: the text is kept beside a calculation that has to be written. */
function script(red: RedNode, catalog: Catalog): Converted | undefined {
  const type = typeOf(catalog, "calculate", "calculations");
  if (!type) return undefined;
  return {
    node: {
      type: type.type,
      disabled: true,
      config: { calculations: [{ variable: "result", expression: "msg.payload" }] },
      notes: noted("the function was", textOf(red.func), "js"),
    },
    ports: ["output"],
    attention:
      "The function is kept in the notes. Write its calculation as an expression, then enable the node.",
  };
}

/** Text with braces: `{{payload}}` there is `{{ msg.payload }}` here. */
function withHoles(text: string): string {
  return text.replace(
    /\{\{\{?\s*&?\s*([\w.[\]]+)\s*\}?\}\}/g,
    (_whole, path: string) => `{{ ${readPath(path)} }}`,
  );
}

function readPath(path: string): string {
  if (path.startsWith("flow.")) return path.slice("flow.".length);
  if (path.startsWith("global.")) return path;
  return path.startsWith("msg.") ? path : `msg.${path}`;
}

/** A property of a message, of the flow or of all flows, as an expression. */
function reading(kind: Json | undefined, path: Json | undefined): string {
  const text = textOf(path);
  if (kind === "flow") return text;
  return kind === "global" ? `global.${text}` : `msg.${text}`;
}

/** A typed value; undefined where it cannot be said here. */
function typedValue(kind: Json | undefined, value: Json | undefined): Json | undefined {
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  switch (kind ?? "str") {
    case "str":
      return text;
    case "num":
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "bool":
      return text === "true";
    case "json":
      return parsed(text);
    case "msg":
    case "flow":
    case "global":
      return `{{ ${reading(kind, text)} }}`;
    case "date":
      return "{{ current_timestamp }}";
    default:
      return undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const rulesOf = (red: RedNode): JsonObject[] =>
  (Array.isArray(red.rules) ? red.rules : []).flatMap((rule) =>
    typeof rule === "object" && rule !== null && !Array.isArray(rule) ? [rule] : [],
  );

const UNNAMED = new Set(["", "default", "error"]);

function choice(red: RedNode, catalog: Catalog): Converted | undefined {
  const rules = rulesOf(red);
  const read = reading(red.propertyType, red.property);
  const attention =
    red.checkall === "true" && rules.length > 1
      ? "Node-RED may take several ways at once; here the first that fits is taken."
      : undefined;
  return equals(rules, read, catalog, attention) ?? compares(rules, read, catalog, attention);
}

/** All ways are values, and at most one is for everything else. */
function equals(
  rules: readonly JsonObject[],
  read: string,
  catalog: Catalog,
  attention: string | undefined,
): Converted | undefined {
  const type = typeOf(catalog, "switch", "switch_variable", "cases");
  const ways = rules.map(({ t, v, vt }) =>
    t === "else" ? "default" : t === "eq" ? typedValue(vt, v) : undefined,
  );
  const values = ways.filter((_way, index) => rules[index]?.t !== "else");
  const names = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const isPlain = values.every((value) => value !== undefined && typeof value !== "object");
  const isSpecial = names.some((name) => name === undefined || UNNAMED.has(name) || name.includes("{{"));
  if (!type || values.length === 0 || !isPlain || isSpecial || new Set(names).size < names.length)
    return undefined;
  const cases = values.map((value) => ({ value: value ?? null }));
  return {
    node: { type: type.type, config: { switch_variable: `{{ ${read} }}`, cases } },
    ports: ways.map((way) => (typeof way === "string" ? way : JSON.stringify(way))),
    attention,
  };
}

const SIGNS: { readonly [rule: string]: string } = {
  eq: "==",
  neq: "!=",
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
};

/** One comparison, and perhaps a way for everything else. */
function compares(
  rules: readonly JsonObject[],
  read: string,
  catalog: Catalog,
  attention: string | undefined,
): Converted | undefined {
  const type = typeOf(catalog, "if", "condition");
  const [first, other, ...more] = rules;
  if (!type || !first || more.length > 0 || (other && other.t !== "else")) return undefined;
  const condition = conditionOf(first, read);
  if (condition === undefined) return undefined;
  return { node: { type: type.type, config: { condition } }, ports: ["true", "false"], attention };
}

function conditionOf({ t, v, vt }: JsonObject, read: string): string | undefined {
  if (t === "true" || t === "false") return `${read} == ${t}`;
  const sign = SIGNS[textOf(t)];
  if (!sign) return undefined;
  if (vt === "msg" || vt === "flow" || vt === "global") return `${read} ${sign} ${reading(vt, v)}`;
  const value = typedValue(vt, v);
  if (typeof value === "number" || typeof value === "boolean") return `${read} ${sign} ${value}`;
  return typeof value === "string" ? `${read} ${sign} ${JSON.stringify(value)}` : undefined;
}

/** Variables take the place of properties of the message, which a node cannot change here. */
function change(red: RedNode, catalog: Catalog): Converted | undefined {
  const type = typeOf(catalog, "set_variable", "variables");
  const rules = rulesOf(red);
  const sets = rules.map(({ t, p, to, tot }) =>
    t === "set" ? ([nameOf(p), typedValue(tot, to)] as const) : undefined,
  );
  const good = sets.flatMap((set) => (set && set[1] !== undefined ? [[set[0], set[1]] as const] : []));
  if (!type || good.length === 0) return undefined;
  const variables: JsonObject = Object.fromEntries(good);
  const isGlobal = rules.every(({ pt }) => pt === "global");
  const names = Object.keys(variables).map((name) => `{{ ${name} }}`);
  const lost = rules.length - good.length;
  const isMessage = rules.some(({ pt }) => pt === "msg" || pt === undefined);
  const config = { variables, scope: isGlobal ? "global" : "job" };
  const parts = [
    isMessage ? `It sets variables, not the message: later nodes read ${names.join(", ")}.` : "",
    lost > 0
      ? `${lost === 1 ? "One rule" : `${lost} rules`} could not be converted; all are kept in the notes.`
      : "",
  ].filter(Boolean);
  return {
    node: {
      type: type.type,
      config,
      ...(lost > 0 ? { notes: noted("the rules were", JSON.stringify(rules, null, 2), "json") } : {}),
    },
    attention: parts.join(" ") || undefined,
  };
}

/** A variable named after the last part of a path. */
function nameOf(path: Json | undefined): string {
  const last =
    textOf(path)
      .split(/[.[\]]/)
      .filter(Boolean)
      .at(-1) ?? "";
  const name = last.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `value_${name}`;
}

function template(red: RedNode, catalog: Catalog): Converted | undefined {
  const type = typeOf(catalog, "set_variable", "variables");
  if (!type) return undefined;
  const text = textOf(red.template);
  const name = nameOf(red.field ?? "payload");
  return {
    node: {
      type: type.type,
      config: { variables: { [name]: red.syntax === "plain" ? text : withHoles(text) }, scope: "job" },
    },
    attention: `The text is kept as a variable: later nodes read {{ ${name} }}. Sections such as {{#list}} must be written anew.`,
  };
}

function request(red: RedNode, catalog: Catalog): Converted | undefined {
  const method = textOf(red.method) || "GET";
  const url = withHoles(textOf(red.url));
  const any = typeOf(catalog, "request", "url", "method");
  const one = typeOf(catalog, method.toLowerCase(), "url");
  const type = any ?? one;
  if (!type || method === "use" || url === "") return undefined;
  const secured = isFilled(red.authType) ? " Set up its sign-in again: a credential." : "";
  return {
    node: { type: type.type, config: { ...type.defaults, url, ...(any ? { method } : {}) } },
    attention: `Later nodes find the answer's body at {{ msg.payload.body }}.${secured}`,
  };
}

function exec(red: RedNode, catalog: Catalog): Converted | undefined {
  const type = typeOf(catalog, "command", "command");
  const command = textOf(red.command);
  if (!type || command === "") return undefined;
  const added = red.addpay === true || isFilled(red.addpay) ? " {{ msg.payload | sh }}" : "";
  const append = isFilled(red.append) ? ` ${textOf(red.append)}` : "";
  const timeout = Number(red.timer);
  return {
    node: {
      type: type.type,
      config: { command: command + added + append },
      ...(timeout > 0 ? { timeout } : {}),
    },
    ports: ["output", "error", "output"],
    attention:
      "Later nodes find the output at {{ msg.payload.stdout }}; a code other than 0 leaves by the error port.",
  };
}

const SECONDS: { readonly [unit: string]: number } = {
  milliseconds: 0.001,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

function delay(red: RedNode, catalog: Catalog): Converted | undefined {
  const type = typeOf(catalog, "wait", "seconds");
  const seconds = Number(red.timeout) * (SECONDS[textOf(red.timeoutUnits) || "seconds"] ?? Number.NaN);
  if (!type || (red.pauseType ?? "delay") !== "delay" || !Number.isFinite(seconds)) return undefined;
  return { node: { type: type.type, config: { seconds: Math.round(seconds * 1000) / 1000 } } };
}
