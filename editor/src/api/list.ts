// The shape of every list the server sends, and its query string.

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number;
}

type Value = string | number | boolean | undefined;

/** A list of values becomes the same name several times. */
export function query(values: { readonly [name: string]: Value | readonly string[] }): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
