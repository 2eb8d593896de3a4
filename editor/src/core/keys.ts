// Reading key combinations such as "Ctrl+Shift+Z", and chords such as "Alt+A L", against key events. Cmd stands for
// Ctrl on a Mac.

export interface KeyPress {
  /** Nothing where the browser itself fills in a form. */
  key: string | undefined;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  /** Which key it is on the board: with Alt, some systems give other letters. */
  code?: string;
}

const isSymbol = (key: string): boolean => key.length === 1 && !/[a-z0-9]/i.test(key);

/** The key without what Alt makes of it: "å" is still A. */
function plainKey({ key, altKey, code }: KeyPress): string {
  const letter = altKey ? /^(?:Key|Digit)(.)$/.exec(code ?? "")?.[1] : undefined;
  return letter ?? (key === " " ? "Space" : (key ?? ""));
}

/** Parts of one combination; "Ctrl++" ends with the key "+". */
function read(combination: string): { modifiers: string[]; key: string } {
  const isPlus = combination.endsWith("+");
  const parts = (isPlus ? combination.slice(0, -1) : combination).split("+").filter(Boolean);
  const key = isPlus ? "+" : (parts.pop() ?? "");
  return { modifiers: parts, key };
}

/** Whether one combination is what was pressed. */
export function matchesKeys(combination: string, press: KeyPress): boolean {
  const { modifiers, key } = read(combination);
  return (
    plainKey(press).toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === modifiers.includes("Ctrl") &&
    press.altKey === modifiers.includes("Alt") &&
    (isSymbol(key) || press.shiftKey === modifiers.includes("Shift"))
  );
}

/** A key that would type something; such keys act on the canvas only. */
export function isSingleKey(keys: string): boolean {
  return !/(Ctrl|Alt)\+/.test(keys) && !/^(Shift\+)?F\d/.test(keys);
}

/** The combinations of a chord, one after the other. */
export function strokes(keys: string): string[] {
  return keys.split(" ").filter(Boolean);
}

const MODIFIERS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"]);

/** The combination as it is written; undefined while only modifiers are held. */
export function strokeOf(press: KeyPress): string | undefined {
  if (!press.key || MODIFIERS.has(press.key)) return undefined;
  const plain = plainKey(press);
  const key = plain.length === 1 ? plain.toUpperCase() : plain;
  const parts = [
    press.ctrlKey || press.metaKey ? "Ctrl" : "",
    press.altKey ? "Alt" : "",
    press.shiftKey && !isSymbol(key) ? "Shift" : "",
    key,
  ];
  return parts.filter(Boolean).join("+");
}

/** One way of writing for the same keys: modifiers in order, letters large. */
export function normalKeys(keys: string): string {
  return strokes(keys).map(normalStroke).join(" ");
}

function normalStroke(combination: string): string {
  const { modifiers, key } = read(combination);
  const order = ["Ctrl", "Alt", "Shift"].filter((name) => modifiers.includes(name));
  return [...order, key.length === 1 ? key.toUpperCase() : key].join("+");
}

export interface Bound {
  keys: readonly string[];
}

export type Heard<T> = { kind: "none" } | { kind: "wait"; heard: string[] } | { kind: "found"; item: T };

/** What a key press means after the strokes heard before: a command, the beginning of a chord, or nothing. */
export function listen<T extends Bound>(
  items: readonly T[],
  heard: readonly string[],
  press: KeyPress,
): Heard<T> {
  const fits = (keys: string): string[] | undefined => {
    const parts = strokes(keys);
    const next = parts[heard.length];
    const isBehind = heard.every((stroke, index) => parts[index] === stroke);
    return isBehind && next !== undefined && fitsNext(next, press, heard.length > 0) ? parts : undefined;
  };
  let waiting: string[] | undefined;
  for (const item of items) {
    for (const keys of item.keys) {
      const parts = fits(keys);
      if (!parts) continue;
      if (parts.length === heard.length + 1) return { kind: "found", item };
      waiting ??= parts.slice(0, heard.length + 1);
    }
  }
  return waiting ? { kind: "wait", heard: waiting } : { kind: "none" };
}

/** In the middle of a chord the modifiers of its beginning may still be held. */
function fitsNext(next: string, press: KeyPress, isInside: boolean): boolean {
  if (matchesKeys(next, press)) return true;
  return isInside && matchesKeys(next, { ...press, ctrlKey: false, metaKey: false, altKey: false });
}
