// Lists of short texts that are written as one: addresses, files. What stands between braces is code and stays whole.

/** What each entry must be; anything else is only text. */
export type TagCheck = "email";

const CODE = String.raw`\{\{[\s\S]*?(?:\}\}|$)`;
const ADDRESSES = new RegExp(String.raw`(?:${CODE}|[^,;\s])+`, "g");
const TEXTS = new RegExp(String.raw`(?:${CODE}|[^,;\t\r\n])+`, "g");
/** As programs for mail write it: the name of somebody before the address in angle brackets. */
const NAMED = /(?<=^|[,;\r\n])(?:"[^"\r\n]*"|[^",;<>\r\n])*<([^<>\s]+@[^<>\s]+)>/g;

export interface Typed {
  /** Entries that a separator ended. */
  done: string[];
  /** What is still being typed. */
  rest: string;
}

export function readTyped(text: string, check?: TagCheck): Typed {
  const parts = [...text.matchAll(check ? ADDRESSES : TEXTS)];
  const last = parts.at(-1);
  const isOpen = last !== undefined && last.index + last[0].length === text.length;
  const done = parts.slice(0, isOpen ? -1 : undefined).map(([part]) => part.trim());
  return { done: done.filter((part) => part !== ""), rest: isOpen ? last[0].trimStart() : "" };
}

/** All entries of a text from elsewhere. */
export function readList(text: string, check?: TagCheck): string[] {
  const { done, rest } = readTyped(check ? text.replace(NAMED, "$1,") : text, check);
  return [...done, rest.trim()].filter((part) => part !== "");
}

/** The list with more entries, each once; who wrote an address in capitals means the same. */
export function withTags(list: readonly string[], more: readonly string[], check?: TagCheck): string[] {
  const keyOf = (entry: string) => (check ? entry.toLowerCase() : entry);
  const there = new Set(list.map(keyOf));
  const isNew = (entry: string) => !there.has(keyOf(entry)) && there.add(keyOf(entry));
  return [...list, ...more.filter(isNew)];
}

export function isTag(entry: string, check?: TagCheck): boolean {
  return check === undefined || entry.includes("{{") || isAddress(entry);
}

const LONGEST = 254;

export function isAddress(text: string): boolean {
  const [person, domain, ...more] = text.split("@");
  const hasParts = person !== "" && domain !== undefined && more.length === 0;
  return hasParts && text.length <= LONGEST && !/\s/.test(text) && /^[\p{L}\p{N}.-]+$/u.test(domain);
}

const NAMED_AT_ONCE = 3;

/** A sentence about the entries that are not what they must be. */
export function tagsProblem(list: readonly string[], check?: TagCheck): string | undefined {
  return addressesProblem(list.filter((entry) => !isTag(entry, check)));
}

/** A sentence about these, which are no addresses. */
export function addressesProblem(entries: readonly string[]): string | undefined {
  const wrong = entries.map((entry) => `“${entry}”`);
  if (wrong.length === 0) return undefined;
  if (wrong.length === 1)
    return `${wrong[0]} is not an address. Write it like ops@example.org, or remove it.`;
  const others = wrong.length - NAMED_AT_ONCE;
  const named =
    others > 0
      ? `${wrong.slice(0, NAMED_AT_ONCE).join(", ")} and ${others} more`
      : `${wrong.slice(0, -1).join(", ")} and ${wrong.at(-1)}`;
  return `${named} are not addresses. Write each like ops@example.org, or remove it.`;
}
