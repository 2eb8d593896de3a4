// What a user action of the editor works on.
import type { EditorState } from "../../core/editorStore";
import type { Action } from "../../ui/command";
import type { Session } from "./session";

export interface CommandContext {
  session: Session;
  state: EditorState;
  /** Publishes what is on the canvas, so that it can run; false when that was refused. */
  publish: () => Promise<boolean>;
  /** Opens another flow in a tab of its own; of a subflow, there is a way back. No flow is the list of flows. */
  openFlow: (flow: string, isSubflow?: boolean) => void;
}

export const GROUPS = ["Flow", "Edit", "Build", "Select", "Go", "View", "Run"] as const;

export type CommandGroup = (typeof GROUPS)[number];

export interface Command extends Action<CommandContext> {
  /** Where key help and keymap list it; "Edit" where nothing is said. */
  group?: CommandGroup;
  /** "canvas": only while the canvas has the focus; "page": everywhere in the editor; "form": beside the canvas. */
  scope: "canvas" | "page" | "form";
}

export const always = () => true;
export const mayEdit = ({ session }: CommandContext) => session.mayEdit;
export const hasSelection = ({ state }: CommandContext) =>
  state.selection.nodes.size + state.selection.wires.size > 0;
export const hasNodes = ({ state }: CommandContext) => state.selection.nodes.size > 0;
export const editsSelection = (context: CommandContext) => mayEdit(context) && hasSelection(context);
export const editsNodes = (context: CommandContext) => mayEdit(context) && hasNodes(context);
