// A form on top of the real document store, with an undo and redo at the end of what a person did in it.
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { expect } from "vitest";
import { useStore } from "zustand";
import type { JsonObject } from "../../src/core/document";
import { createEditorStore, type EditorStore } from "../../src/core/editorStore";
import type { Schema } from "../../src/core/schema";
import type { FormHelp } from "../../src/ui/form/formContext";
import { SchemaForm } from "../../src/ui/form/SchemaForm";

interface Options {
  start?: JsonObject;
  messages?: ReadonlyMap<string, string>;
  help?: FormHelp;
}

const NO_MESSAGES = new Map<string, string>();

export function showForm(schema: Schema, { start = {}, messages = NO_MESSAGES, help }: Options = {}) {
  const nodes = [{ id: "n", type: "t", x: 0, y: 0, config: start }];
  const store = createEditorStore({ format: "f", name: "x", nodes, wires: [] }, 1);
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
    undoAndRedo: () => undoAndRedo(store),
  };
}

function undoAndRedo(store: EditorStore) {
  const after = JSON.stringify(store.getState().document);
  const steps = store.getState().history.past.length;
  expect(steps).toBeGreaterThan(0);
  const before = JSON.stringify(store.getState().history.past[0]?.before);
  for (let step = 0; step < steps; step += 1) store.getState().undo();
  expect(JSON.stringify(store.getState().document)).toBe(before);
  for (let step = 0; step < steps; step += 1) store.getState().redo();
  expect(JSON.stringify(store.getState().document)).toBe(after);
}
