// What a user action of the editor works on.
import type { EditorState } from "../../core/editorStore";
import type { Action } from "../../ui/command";
import type { Session } from "./session";

export interface CommandContext {
  session: Session;
  state: EditorState;
  save: () => Promise<boolean>;
}

export interface Command extends Action<CommandContext> {
  /** "canvas": only while the canvas has the focus; "page": everywhere in the editor. */
  scope: "canvas" | "page";
}

export const always = () => true;
