// The order of a list that two people changed: what either added stands behind what it stood behind.

/** All that either has, in the order of whoever changed it; mine, where both did. What one took out is still in it. */
export function mergeOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] {
  const isMineAsBefore = hasOrderOf(mine, base);
  return isMineAsBefore ? inserted(theirs, mine) : inserted(mine, theirs);
}

function hasOrderOf(list: readonly string[], base: readonly string[]): boolean {
  const inList = new Set(list);
  const inBase = new Set(base);
  const [own, before] = [list.filter((id) => inBase.has(id)), base.filter((id) => inList.has(id))];
  return own.every((id, index) => id === before[index]);
}

/** The list with what only the other has, each behind the one it follows there. */
function inserted(list: readonly string[], other: readonly string[]): string[] {
  const result = [...list];
  const present = new Set(list);
  let last: string | undefined;
  for (const id of other) {
    if (!present.has(id)) result.splice(last === undefined ? 0 : result.indexOf(last) + 1, 0, id);
    present.add(id);
    last = id;
  }
  return result;
}

/** A list of different words, such as labels: what either added is in it, what either took out is not. */
export function mergeWords<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[]): T[] {
  const kept = mine.filter((item) => !base.includes(item) || theirs.includes(item));
  return [...kept, ...theirs.filter((item) => !base.includes(item) && !mine.includes(item))];
}
