// How a form keeps what it made or changed: something new by POST, something known by PUT, as long as nobody else stored
// meanwhile.
import { client } from "./client";

/** What is known of the one that is changed, as it was read. */
export interface Stored {
  id: string;
  revision: number;
}

/** `add` goes along only with what is new. */
export function save<T>(
  path: string,
  stored: Stored | undefined,
  body: object,
  add: object = {},
): Promise<T> {
  if (!stored) return client.json(path, { method: "POST", body: { ...add, ...body } });
  const { id, revision } = stored;
  return client.json(`${path}/${encodeURIComponent(id)}`, { method: "PUT", body: { ...body, revision } });
}
