// The names that templates and expressions mention, and where they stand. Follows how the engine reads these texts:
// a name in a quoted text is none, but what stands in `{{ }}` inside one is.

export interface Mention {
  /** The first name: "nodes", "vars", "params", or a variable itself. */
  root: string;
  /** What is taken of it, if anything. */
  member?: string;
  start: number;
  end: number;
}

export type Language = "template" | "expression";

const KEYWORDS = new Set(
  (
    "true false none null nil let const if else elif endif for in endfor while loop do until break continue return " +
    "switch case default fn private throw try catch this is as import export and or not set raw endraw recursive"
  ).split(" "),
);

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const MEMBER = /\s*(?:\.([A-Za-z_][A-Za-z0-9_]*)\b(?!\s*\()|\[\s*(?:'([^'"\\{]*)'|"([^'"\\{]*)")\s*\])/y;

export function mentionsIn(text: string, language: Language): Mention[] {
  const found: Mention[] = [];
  if (language === "template") scanTemplate(text, 0, text.length, found);
  else scanCode(text, 0, text.length, found, false);
  const own = localsOf(text);
  return own.size === 0 ? found : found.filter((mention) => !own.has(mention.root));
}

function scanTemplate(text: string, from: number, to: number, found: Mention[]): void {
  let at = from;
  while (at < to) {
    const open = nextOpen(text, at, to);
    if (open < 0) return;
    const kind = text.slice(open, open + 2);
    const close = text.indexOf(kind === "{{" ? "}}" : kind === "{%" ? "%}" : "#}", open + 2);
    if (close < 0 || close >= to) return;
    at = close + 2;
    if (kind === "{#") continue;
    if (kind === "{%" && /^\s*-?\s*raw\b/.test(text.slice(open + 2, close))) {
      const end = /\{%-?\s*endraw\s*-?%\}/.exec(text.slice(at, to));
      at = end ? at + end.index + end[0].length : to;
      continue;
    }
    scanCode(text, open + 2, close, found, true);
  }
}

function nextOpen(text: string, from: number, to: number): number {
  const marks = ["{{", "{%", "{#"].map((mark) => text.indexOf(mark, from)).filter((at) => at >= 0 && at < to);
  return marks.length === 0 ? -1 : Math.min(...marks);
}

/** Code of either language; in a template, the name behind `|` is a filter. */
function scanCode(text: string, from: number, to: number, found: Mention[], isTemplate: boolean): void {
  let at = from;
  let isFilter = false;
  while (at < to) {
    const sign = text[at] ?? "";
    const next = skip(text, at, to, found, isTemplate);
    if (next !== undefined) {
      at = next;
      continue;
    }
    IDENTIFIER.lastIndex = at;
    const name = IDENTIFIER.exec(text)?.[0];
    if (name === undefined) {
      if (/\S/.test(sign)) isFilter = isTemplate && sign === "|";
      at += 1;
      continue;
    }
    const end = at + name.length;
    const after = text.slice(end, to);
    const isNone =
      isFilter || /^\s*!?\(/.test(after) || (/^\s*:(?!:)/.test(after) && !isTemplate) || isWord(name, after);
    // Behind `is` stands a test, which is no name either.
    isFilter = isTemplate && (name === "is" || (isFilter && name === "not"));
    if (isNone) {
      at = end;
      continue;
    }
    const member = memberAt(text, end, to);
    found.push({
      root: name,
      ...(member ? { member: member.name } : {}),
      start: at,
      end: member?.end ?? end,
    });
    at = member?.end ?? end;
  }
}

/** `loop` is a word of the language, and a name where something is taken of it. */
function isWord(name: string, after: string): boolean {
  return KEYWORDS.has(name) && !(name === "loop" && after.startsWith("."));
}

function memberAt(text: string, from: number, to: number): { name: string; end: number } | undefined {
  MEMBER.lastIndex = from;
  const match = MEMBER.exec(text);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  if (!match || name === undefined || MEMBER.lastIndex > to) return undefined;
  return { name, end: MEMBER.lastIndex };
}

/** The end of what holds no names of its own: a text, a comment, a number, a field. */
function skip(
  text: string,
  at: number,
  to: number,
  found: Mention[],
  isTemplate: boolean,
): number | undefined {
  const rest = text.slice(at, Math.min(to, at + 2));
  const sign = rest[0] ?? "";
  if (sign === '"' || sign === "'") return quoted(text, at, to, found, isTemplate);
  if (sign === "`" && !isTemplate) return interpolated(text, at, to, found);
  if (!isTemplate && rest === "//") return endOf(text, "\n", at, to);
  if (!isTemplate && rest === "/*") return endOf(text, "*/", at, to);
  if (!isTemplate && rest === "{{") {
    const close = text.indexOf("}}", at);
    const end = close < 0 || close > to ? to : close;
    scanCode(text, at + 2, end, found, true);
    return Math.min(to, end + 2);
  }
  if (/[0-9]/.test(sign)) return at + (/^[0-9][0-9A-Za-z_]*/.exec(text.slice(at, to))?.[0].length ?? 1);
  const field = /^\.\s*[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(at, to));
  return sign === "." && field ? at + field[0].length : undefined;
}

function endOf(text: string, mark: string, at: number, to: number): number {
  const end = text.indexOf(mark, at);
  return end < 0 ? to : Math.min(to, end + mark.length);
}

function quoted(text: string, at: number, to: number, found: Mention[], isTemplate: boolean): number {
  const quote = text[at];
  let end = at + 1;
  while (end < to && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  if (!isTemplate) scanTemplate(text, at + 1, Math.min(end, to), found);
  return Math.min(to, end + 1);
}

/** A text in backticks: what stands in its `${ }` is code. */
function interpolated(text: string, at: number, to: number, found: Mention[]): number {
  let end = at + 1;
  while (end < to && text[end] !== "`") {
    if (!text.startsWith("${", end)) {
      end += 1;
      continue;
    }
    const start = end + 2;
    let depth = 1;
    end = start;
    while (end < to && depth > 0) {
      if (text[end] === "{") depth += 1;
      if (text[end] === "}") depth -= 1;
      end += 1;
    }
    scanCode(text, start, end - 1, found, false);
  }
  return Math.min(to, end + 1);
}

/** Names that the text declares itself, by `let`, `for`, `set`, as arguments of a function or a closure. */
function localsOf(text: string): Set<string> {
  const names = new Set<string>();
  const heads = [
    ...text.matchAll(/\b(?:let|const|set)\s+(\w+)/g),
    ...text.matchAll(/\bfor\s+\(?([\w\s,]+?)\)?\s+in\b/g),
    ...text.matchAll(/\bfn\s+\w+\s*\(([\w\s,]*)\)/g),
    ...text.matchAll(/\bcatch\s*\((\w+)\)/g),
    ...text.matchAll(/(?:^|[(,={;:[&!])\s*\|([\w\s,]+)\|/g),
  ];
  for (const head of heads) {
    for (const name of (head[1] ?? "").split(",")) if (name.trim() !== "") names.add(name.trim());
  }
  return names;
}

/** The text with some of its mentions written differently; undefined leaves one as it is. */
export function rewriteMentions(
  text: string,
  language: Language,
  rewrite: (mention: Mention) => string | undefined,
): string {
  let result = "";
  let done = 0;
  for (const mention of mentionsIn(text, language).sort((a, b) => a.start - b.start)) {
    const written = rewrite(mention);
    if (written === undefined) continue;
    result += text.slice(done, mention.start) + written;
    done = mention.end;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** `root.member`, or `root['member']` where the member is no plain name. */
export function mentionOf(root: string, member: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(member) ? `${root}.${member}` : `${root}['${member}']`;
}
