// What a user action is: toolbar, shortcuts and the key help read nothing else.
import type { Icon } from "@tabler/icons-react";
import type { EditorState } from "../../core/editorStore";
import type { Session } from "./session";

export interface CommandContext {
  session: Session;
  state: EditorState;
  save: () => Promise<boolean>;
}

export interface Command {
  id: string;
  label: string;
  icon: Icon;
  keys: string[];
  /** "canvas": only while the canvas has the focus; "page": everywhere in the editor. */
  scope: "canvas" | "page";
  isEnabled: (context: CommandContext) => boolean;
  run: (context: CommandContext) => void | Promise<unknown>;
}

export const always = () => true;
