// Code that is open while undo and redo put another text in its place: only what is typed counts as a change.
import { EditorView } from "@codemirror/view";
import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { Schema } from "../../src/core/schema";
import { showForm } from "../kit/form";

vi.setConfig({ testTimeout: 120_000 });

/** The code editor behind a label, once it has been loaded. */
async function codeOf(label: string): Promise<EditorView> {
  const found = () => EditorView.findFromDOM(screen.getByLabelText(label));
  await waitFor(() => expect(found()).not.toBeNull(), { timeout: 60_000 });
  return found() as EditorView;
}

function write(view: EditorView, text: string): void {
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

const ANY: Schema = { properties: { value: { "x-dynamic": true } } };

describe("code that is open goes along with undo and redo", () => {
  test("JSON", async () => {
    const { config } = showForm(ANY, { start: { value: { a: 1 } } });
    write(await codeOf("Value"), '{"a": 2}');
    expect(config()).toEqual({ value: { a: 2 } });
  });

  test("an expression", async () => {
    const { config } = showForm(ANY, { start: { value: { $expr: "1" } } });
    write(await codeOf("Value, expression"), "2");
    expect(config()).toEqual({ value: { $expr: "2" } });
  });

  test("a required text that was not there", async () => {
    const schema: Schema = {
      properties: { script: { type: "string", "x-ui": { widget: "code" } } },
      required: ["script"],
    };
    const { config } = showForm(schema);
    write(await codeOf("Script"), "date");
    expect(config()).toEqual({ script: "date" });
  });
});
