// A code editor that comes when somebody is already typing: it goes on where they are, and takes nobody's place.
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { codeOf } from "../kit/code";
import { showForm } from "../kit/form";

const { read, arrive } = vi.hoisted(() => {
  let arrive = () => {};
  const read = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return { read, arrive: () => arrive() };
});

vi.mock("../../src/ui/code/CodeEditor", async (original) => {
  await read;
  return original();
});

test("somebody who has left one field for another stays there, with the cursor where it was", async () => {
  const user = userEvent.setup();
  const { config } = showForm({ properties: { count: { type: "integer" }, any: { "x-dynamic": true } } });
  await user.type(screen.getByTestId("field-count"), "=1");
  await user.type(screen.getByTestId("field-any"), "=ab{ArrowLeft}");
  await act(async () => arrive());
  const left = await codeOf("Count, expression");
  const code = await codeOf("Any, expression");
  expect(left.hasFocus).toBe(false);
  expect(document.activeElement).toBe(code.contentDOM);
  expect(code.state.selection.main.head).toBe(1);
  expect(config()).toEqual({ count: { $expr: "1" }, any: { $expr: "ab" } });
});
