// The shape of every list the server sends, and its query string.

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number;
}

export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
