// Running commands, from a button or a key.
import { useCallback, useEffect } from "react";
import { isSingleKey, matchesKeys } from "../../core/keys";
import type { Command, CommandContext } from "./command";
import { commands } from "./commands";
import { useSave } from "./save";
import { type Session, useEditorSession } from "./session";

export function useCommandContext(): () => CommandContext {
  const session = useEditorSession();
  const save = useSave();
  return useCallback(() => ({ session, state: session.store.getState(), save }), [session, save]);
}

/** Listens to keys for the whole editor page. Single keys act only while the canvas has the focus. */
export function useShortcuts(): void {
  const context = useCommandContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const now = context();
      if (isBusy(now.session)) return;
      const found = commands.find(
        (item) => item.keys.some((keys) => matchesKeys(keys, event)) && isInScope(item, event),
      );
      if (!found) return;
      const isUndoInField = (found.id === "undo" || found.id === "redo") && isTyping(event.target);
      if (isUndoInField) return;
      event.preventDefault();
      if (found.isEnabled(now)) found.run(now);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context]);
}

function isBusy(session: Session): boolean {
  const { dialog, quickAdd } = session.view.getState();
  return dialog !== null || quickAdd !== null;
}

function isInScope(item: Command, event: KeyboardEvent): boolean {
  if (item.scope === "page" && !item.keys.some(isSingleKey)) return true;
  return isOnCanvas(event.target);
}

/** The canvas has the focus, or nothing has (after a click on an empty part of the page). */
function isOnCanvas(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) && !(target instanceof SVGElement)) return false;
  if (isTyping(target)) return false;
  return target === document.body || target.closest('[data-testid="canvas"]') !== null;
}

/** Text fields have an undo of their own while they are being typed into. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(".cm-content") !== null;
}
