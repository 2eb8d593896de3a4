// Problems of one form by path, told field by field: a new list redraws only the fields whose sentence is another.
import { useCallback, useSyncExternalStore } from "react";
import type { Path } from "../../core/operations";
import { pathText, useForm } from "./formContext";

export type Messages = ReadonlyMap<string, string>;

export class MessageStore {
  private messages: Messages;
  private readonly listeners = new Set<() => void>();

  constructor(messages: Messages) {
    this.messages = messages;
  }

  set(messages: Messages): void {
    if (messages === this.messages) return;
    this.messages = messages;
    for (const listener of this.listeners) listener();
  }

  at(path: string): string | undefined {
    return this.messages.get(path);
  }

  /** The first problem at the path or anywhere below it. */
  within(path: string): string | undefined {
    const own = this.messages.get(path);
    if (own !== undefined) return own;
    for (const [place, message] of this.messages) if (place.startsWith(`${path}/`)) return message;
    return undefined;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useMessage(path: Path): string | undefined {
  const { messages } = useForm();
  const place = pathText(path);
  return useSyncExternalStore(
    messages.subscribe,
    useCallback(() => messages.at(place), [messages, place]),
  );
}

/** For editors that show a whole value as one text. */
export function useMessageWithin(path: Path): string | undefined {
  const { messages } = useForm();
  const place = pathText(path);
  return useSyncExternalStore(
    messages.subscribe,
    useCallback(() => messages.within(place), [messages, place]),
  );
}

/** Whether any of these fields, or what is in them, has a problem. */
export function useHasMessage(paths: readonly Path[]): boolean {
  const { messages } = useForm();
  return useSyncExternalStore(messages.subscribe, () =>
    paths.some((path) => messages.within(pathText(path)) !== undefined),
  );
}
