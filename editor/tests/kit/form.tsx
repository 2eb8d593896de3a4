// A form on top of the real document store. Each test ends with undo and redo of what was done in it, while it is shown.
import { MantineProvider } from "@mantine/core";
import { act, render } from "@testing-library/react";
import { afterEach } from "vitest";
import { useStore } from "zustand";
import type { JsonObject } from "../../src/core/document";
import { createEditorStore, type EditorStore } from "../../src/core/editorStore";
import type { Schema } from "../../src/core/schema";
import type { FormHelp } from "../../src/ui/form/formContext";
import { SchemaForm } from "../../src/ui/form/SchemaForm";
import { thereAndBack } from "./gesture";

interface Options {
  start?: JsonObject;
  messages?: ReadonlyMap<string, string>;
  help?: FormHelp;
}

const NO_MESSAGES = new Map<string, string>();
const shown: EditorStore[] = [];

afterEach(() => {
  for (const store of shown.splice(0)) thereAndBack(store, JSON.stringify(store.getState().saved), act);
  // What was selected is gone with the test; the next code editor would take it for its own.
  document.getSelection()?.removeAllRanges();
});

export function showForm(schema: Schema, { start = {}, messages = NO_MESSAGES, help }: Options = {}) {
  const nodes = [{ id: "n", type: "t", x: 0, y: 0, config: start }];
  const store = createEditorStore({ format: "f", name: "x", nodes, wires: [] }, 1);
  shown.push(store);
  const onChange: React.ComponentProps<typeof SchemaForm>["onChange"] = (path, value) =>
    store.getState().apply({ kind: "setConfig", node: "n", path, value });
  function Form({ said }: { said: ReadonlyMap<string, string> }) {
    const value = useStore(store, (state) => state.document.nodes[0]?.config) ?? {};
    return <SchemaForm schema={schema} value={value} messages={said} help={help} onChange={onChange} />;
  }
  const page = (said: ReadonlyMap<string, string>) => (
    <MantineProvider env="test">
      <Form said={said} />
    </MantineProvider>
  );
  const { rerender } = render(page(messages));
  return {
    config: () => store.getState().document.nodes[0]?.config,
    say: (said: ReadonlyMap<string, string>) => rerender(page(said)),
  };
}
