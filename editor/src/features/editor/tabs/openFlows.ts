// The flows that are open in tabs. Each keeps its document, its history and its view while another is looked at.
import { createStore } from "zustand/vanilla";
import type { FlowDetail } from "../../../api/flows/types";
import type { Catalog } from "../../../core/descriptor";
import { isDirty } from "../../../core/editorStore";
import type { OpenDraft } from "../drafts/useOpening";
import { createSession, type Session } from "../session";

export interface Tab {
  id: string;
  name: string;
}

export interface OpenFlows {
  tabs: readonly Tab[];
  /** The flow from which a subflow was opened. */
  origins: { readonly [flow: string]: string };
}

export const openFlows = createStore<OpenFlows>()(() => ({ tabs: [], origins: {} }));

const sessions = new Map<string, { session: Session; user: string }>();

/** The session of a flow: the one that is open, unless the server has something newer and nothing would be lost. */
export function sessionFor(
  flow: FlowDetail,
  catalog: Catalog,
  mayEdit: boolean,
  user: string,
  draft?: OpenDraft,
): Session {
  for (const [id, kept] of sessions) if (kept.user !== user) closeTab(id);
  const kept = sessions.get(flow.id)?.session;
  const state = kept?.store.getState();
  const isGood = state !== undefined && (isDirty(state) || (state.version === flow.version && !draft));
  const session =
    kept && isGood && kept.mayEdit === mayEdit
      ? kept
      : createSession(flow, catalog, mayEdit, { user, draft });
  if (session !== kept) {
    sessions.set(flow.id, { session, user });
    session.store.subscribe((now, before) => {
      if (now.document.name !== before.document.name) noteTab({ id: flow.id, name: now.document.name });
    });
  }
  noteTab({ id: flow.id, name: session.store.getState().document.name });
  return session;
}

function noteTab(tab: Tab): void {
  openFlows.setState(({ tabs }) => ({
    tabs: tabs.some((item) => item.id === tab.id)
      ? tabs.map((item) => (item.id === tab.id ? tab : item))
      : [...tabs, tab],
  }));
}

export function openSession(flow: string): Session | undefined {
  return sessions.get(flow)?.session;
}

export function isOpen(flow: string): boolean {
  return sessions.has(flow);
}

/** Forgets what is open of a flow, unsaved changes too. */
export function closeTab(flow: string): void {
  sessions.delete(flow);
  openFlows.setState(({ tabs, origins: { [flow]: _gone, ...origins } }) => ({
    tabs: tabs.filter((tab) => tab.id !== flow),
    origins,
  }));
}

export function noteOrigin(flow: string, from: string): void {
  openFlows.setState(({ origins }) => ({ origins: { ...origins, [flow]: from } }));
}

/** The tab beside this one, around the ends; undefined where there is no other. */
export function tabBeside(flow: string, step: -1 | 1): string | undefined {
  const { tabs } = openFlows.getState();
  const at = tabs.findIndex((tab) => tab.id === flow);
  if (at < 0 || tabs.length < 2) return undefined;
  return tabs[(at + step + tabs.length) % tabs.length]?.id;
}

/** Something is neither on the server nor can be kept in this browser. */
export function hasUnsaved(): boolean {
  return [...sessions.values()].some(({ session }) => !session.keeper.keepHere());
}
