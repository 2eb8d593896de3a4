// What a field has told the page, which the page gives back to it, at times late: an echo is no change from outside.

/** More than are ever on their way at once. */
const MOST = 64;

export class Told {
  private texts: string[] = [];

  /** Notes a text that is told now. */
  tell(text: string): string {
    this.texts = [...this.texts.slice(-MOST + 1), text];
    return text;
  }

  /** Whether the page only gives back what it was told; what was told before that will not come any more. */
  isEcho(text: string): boolean {
    const at = this.texts.at(-1) === text ? this.texts.length - 1 : this.texts.indexOf(text);
    this.texts = at < 0 ? [] : this.texts.slice(at + 1);
    return at >= 0;
  }
}

/** The one place where two texts differ, or nothing if they do not. */
export function change(
  before: string,
  after: string,
): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < most - from && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}
