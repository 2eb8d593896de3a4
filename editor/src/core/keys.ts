// Reading key combinations such as "Ctrl+Shift+Z" against key events. Cmd stands for Ctrl on a Mac.

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export function matchesKeys(combination: string, press: KeyPress): boolean {
  const parts = combination.split("+");
  const key = parts.pop() ?? "";
  const needsShift = parts.includes("Shift");
  const isSymbol = key.length === 1 && !/[a-z0-9]/i.test(key);
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === parts.includes("Ctrl") &&
    press.altKey === parts.includes("Alt") &&
    (isSymbol || press.shiftKey === needsShift)
  );
}

/** A key that would type something; such keys act on the canvas only. */
export function isSingleKey(combination: string): boolean {
  return !combination.includes("Ctrl+") && !combination.includes("Alt+");
}
