// How well a text fits what a person types: 0 is not at all, more is better.

/** Beginnings before beginnings of words, then the inside, then letters in order. */
export function fuzzyScore(typed: string, text: string): number {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return 1;
  const words = wanted.split(/\s+/);
  let total = 0;
  for (const word of words) {
    const score = scoreWord(word, text.toLowerCase(), text);
    if (score === 0) return 0;
    total += score;
  }
  return total / words.length - Math.min(text.length, 80) / 100;
}

function scoreWord(word: string, text: string, written: string): number {
  if (text === word) return 100;
  if (text.startsWith(word)) return 80;
  const at = text.indexOf(word);
  if (at > 0) return isStart(written, at) ? 65 : 40;
  return scattered(word, text, written);
}

function isStart(text: string, at: number): boolean {
  return /[^a-z0-9]/i.test(text[at - 1] ?? " ") || /[a-z][A-Z]/.test(text.slice(at - 1, at + 1));
}

/** Letters in order, such as "dr" for "Disk report": counts only if few letters lie between, or words begin there. */
function scattered(word: string, text: string, written: string): number {
  let at = -1;
  let starts = 0;
  let first = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return 0;
    if (first < 0) first = at;
    if (at === 0 || isStart(written, at)) starts += 1;
  }
  if (word.length < 2) return 0;
  if (starts === word.length) return 30;
  const spread = at - first + 1 - word.length;
  return spread > word.length * 2 ? 0 : Math.max(3, 15 - spread);
}
