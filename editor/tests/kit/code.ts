// The code editor of a field, which is read when a field for code is first shown.
import { EditorView } from "@codemirror/view";
import { screen, waitFor } from "@testing-library/react";
import { expect } from "vitest";

/** The code editor behind a label, once it has been read and stands where a plain field stood in. */
export async function codeOf(label: string): Promise<EditorView> {
  const found = () => EditorView.findFromDOM(screen.getByLabelText(label));
  await waitFor(() => expect(found()).not.toBeNull());
  return found() as EditorView;
}
