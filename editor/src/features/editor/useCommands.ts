// Running commands, from a button or a key.
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useSession } from "../../api/session";
import { keysOf } from "../../core/keymap";
import { isSingleKey, listen } from "../../core/keys";
import { keymap } from "../../ui/keymap";
import type { Command, CommandContext } from "./command";
import { commands } from "./commands";
import { usePublishToRun } from "./publish/publish";
import { type Session, useEditorSession } from "./session";
import { noteOrigin } from "./tabs/openFlows";

export function useCommandContext(): () => CommandContext {
  const session = useEditorSession();
  const publish = usePublishToRun();
  const navigate = useNavigate();
  return useCallback(
    () => ({
      session,
      state: session.store.getState(),
      publish,
      openFlow: (flow, isSubflow) => {
        if (flow === "") {
          navigate({ to: "/flows" });
          return;
        }
        if (isSubflow) noteOrigin(flow, session.flowId);
        navigate({ to: "/flows/$flowId", params: { flowId: flow } });
      },
    }),
    [session, publish, navigate],
  );
}

const CHORD_PATIENCE_MS = 3000;

/** The commands with the keys they have now. */
function bound(): Command[] {
  const state = keymap.getState();
  return commands.map((item) => ({ ...item, keys: keysOf(state, item) }));
}

/** Listens to keys for the whole editor page. Single keys act only while the canvas has the focus. */
export function useShortcuts(): void {
  const context = useCommandContext();
  const user = useSession((session) => session.user?.username);
  useEffect(() => {
    if (user) keymap.open(user);
  }, [user]);
  useEffect(() => {
    let items = bound();
    let heard: string[] = [];
    let at = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const now = context();
      if (isBusy(now.session)) return;
      const before = event.timeStamp - at < CHORD_PATIENCE_MS ? heard : [];
      const meant = listen(inScope(items, event), before, event);
      if (event.key === "Control" || event.key === "Shift" || event.key === "Alt") return;
      heard = meant.kind === "wait" ? meant.heard : [];
      at = event.timeStamp;
      if (meant.kind === "none") return;
      if (meant.kind === "wait") {
        event.preventDefault();
        event.stopPropagation();
        now.state.announce(`${heard.join(" ")} …`);
        return;
      }
      const found = meant.item;
      const isUndoInField = (found.id === "undo" || found.id === "redo") && isTyping(event.target);
      if (isUndoInField) return;
      const isEnabled = found.isEnabled(now);
      if (isEnabled || !found.keys.some(isSingleKey)) event.preventDefault();
      if (!isEnabled) return;
      event.stopPropagation();
      found.run(now);
    };
    const stop = keymap.subscribe(() => {
      items = bound();
    });
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => {
      stop();
      window.removeEventListener("keydown", onKeyDown, { capture: true });
    };
  }, [context]);
}

function isBusy(session: Session): boolean {
  const { dialog, quickAdd } = session.view.getState();
  return (
    dialog !== null ||
    quickAdd !== null ||
    document.querySelector('[role="dialog"][aria-modal="true"]') !== null
  );
}

/** The commands that may act where the focus is, each with the keys that may. */
function inScope(items: readonly Command[], event: KeyboardEvent): Command[] {
  if (isOnCanvas(event.target) && !isOwnKey(event)) return items.filter((item) => item.scope !== "form");
  return items
    .filter((item) => item.scope !== "canvas")
    .map((item) => ({ ...item, keys: item.keys.filter((keys) => !isSingleKey(keys)) }));
}

const MOVES = /^(Arrow\w+|Enter|Home|End| )$/;

/** Buttons and the outline have uses of their own for these keys. */
function isOwnKey({ target, key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey || altKey || shiftKey || !MOVES.test(key))
    return false;
  if (target.closest("[data-own-keys]")) return true;
  return (key === "Enter" || key === " ") && target.closest("button, a") !== null;
}

/** The canvas has the focus, its outline has, or nothing has (after a click on an empty part of the page). */
function isOnCanvas(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) && !(target instanceof SVGElement)) return false;
  if (isTyping(target) || target.matches("input, textarea, select")) return false;
  return target === document.body || target.closest('[data-testid="canvas"], [data-keys="canvas"]') !== null;
}

/** Text fields have an undo of their own while they are being typed into. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(".cm-content, [data-own-undo]") !== null;
}
