// What is different on the canvas from the version it goes on from.
import { changesSince, type ItemChange } from "../../../core/diff";
import type { EditorState } from "../../../core/editorStore";
import { useEditor } from "../session";

export function useChanges(): readonly ItemChange[] {
  return useEditor(changesOf);
}

/** The same list for the same document. */
export function changesOf({ saved, document }: EditorState): readonly ItemChange[] {
  return saved === document ? NOTHING : changesSince(saved, document);
}

const NOTHING: readonly ItemChange[] = [];
