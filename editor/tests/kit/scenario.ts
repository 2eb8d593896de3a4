// The editor without a page: its commands run on a flow by their ids, and every test ends with undo and redo.
import { afterEach, vi } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import type { FlowDocument } from "../../src/core/document";
import type { CommandContext } from "../../src/features/editor/command";
import { command } from "../../src/features/editor/commands";
import { createSession, type Session } from "../../src/features/editor/session";
import { catalog, sampleDocument } from "./catalog";
import { thereAndBack } from "./gesture";

export interface Driver {
  session: Session;
  /** Flows that were asked for. */
  opened: string[];
  document: () => FlowDocument;
  select: (...nodes: string[]) => void;
  selected: () => string[];
  /** Runs a command; false when it is not to be had now. */
  run: (id: string) => Promise<boolean>;
}

const driven: Session[] = [];

afterEach(() => {
  for (const { store } of driven.splice(0)) thereAndBack(store, JSON.stringify(store.getState().saved));
});

export function driver(document = sampleDocument(), mayEdit = true): Driver {
  const flow = { id: "f", version: 1, is_active: true, document, problems: [] } as unknown as FlowDetail;
  const session = createSession(flow, catalog, mayEdit);
  driven.push(session);
  const opened: string[] = [];
  const context = (): CommandContext => ({
    session,
    state: session.store.getState(),
    publish: async () => true,
    openFlow: (id) => opened.push(id),
  });
  return {
    session,
    opened,
    document: () => session.store.getState().document,
    select: (...nodes) => session.store.getState().select({ nodes: new Set(nodes) }),
    selected: () => [...session.store.getState().selection.nodes],
    run: async (id) => {
      const now = context();
      if (!command(id).isEnabled(now)) return false;
      await command(id).run(now);
      return true;
    },
  };
}

/** Plays a scenario; gives back what came of it. */
export async function scenario(
  act: (driver: Driver) => void | Promise<void>,
  document = sampleDocument(),
): Promise<FlowDocument> {
  const it = driver(document);
  await act(it);
  return it.document();
}

/** A clipboard that other tabs share. */
export function pretendClipboard(): { text: string } {
  const held = { text: "" };
  vi.stubGlobal("navigator", {
    ...navigator,
    clipboard: {
      readText: async () => held.text,
      writeText: async (text: string) => {
        held.text = text;
      },
    },
  });
  return held;
}
