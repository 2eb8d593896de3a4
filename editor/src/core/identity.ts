// Numbers for objects that do not change: a short key for what would be long to compare.
const numbers = new WeakMap<object, number>();
let last = 0;

export function identity(object: object): number {
  const known = numbers.get(object);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(object, last);
  return last;
}
