// Code that is open while undo and redo put another text in its place: only what is typed counts as a change.
import type { EditorView } from "@codemirror/view";
import { MantineProvider } from "@mantine/core";
import { act, render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/schema";
import CodeEditor from "../../src/ui/code/CodeEditor";
import { change } from "../../src/ui/told";
import { codeOf } from "../kit/code";
import { showForm } from "../kit/form";

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

describe("what the page gives back late is not written over what was typed since", () => {
  const caret = { current: null };
  const editor = (value: string) => (
    <MantineProvider>
      <CodeEditor label="Late" value={value} caret={caret} onChange={() => undefined} />
    </MantineProvider>
  );

  test("two letters, the first of which comes back after the second was typed", async () => {
    const { rerender } = render(editor(""));
    const view = await codeOf("Late");
    const type = (text: string) =>
      view.dispatch({
        changes: { from: view.state.doc.length, insert: text },
        selection: { anchor: view.state.doc.length + text.length },
      });
    type("a");
    type("b");
    rerender(editor("a"));
    expect(view.state.doc.toString()).toBe("ab");
    rerender(editor("ab"));
    expect(view.state.doc.toString()).toBe("ab");
    expect(view.state.selection.main.head).toBe(2);
  });

  test("an undo to a text that was typed before", async () => {
    const { rerender } = render(editor(""));
    const view = await codeOf("Late");
    write(view, "a");
    rerender(editor("a"));
    write(view, "ab");
    rerender(editor("ab"));
    rerender(editor("a"));
    expect(view.state.doc.toString()).toBe("a");
    rerender(editor("ab"));
    expect(view.state.doc.toString()).toBe("ab");
  });
});

describe("only what differs is written", () => {
  test.each([
    ["", "a"],
    ["abc", "abd"],
    ["aaa", "aa"],
    ["one two", "one and two"],
    ["x", ""],
  ])("%j becomes %j", (before, after) => {
    const { from, to, insert } = change(before, after) ?? { from: 0, to: 0, insert: "" };
    expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
  });

  test("nothing where nothing differs", () => expect(change("same", "same")).toBeUndefined());
});
