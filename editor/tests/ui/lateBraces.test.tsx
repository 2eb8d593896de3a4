// A field that turns into code while somebody types, before the code editor is there: typing goes on at the end.
import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { expect, test, vi } from "vitest";
import { type CodeEditorProps, CodeField } from "../../src/ui/code/CodeField";

const { read, arrive } = vi.hoisted(() => {
  let arrive = () => {};
  const read = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return { read, arrive: () => arrive() };
});

vi.mock("../../src/ui/code/CodeEditor", async () => {
  await read;
  return { default: ({ caret }: CodeEditorProps) => <output>{JSON.stringify(caret.current)}</output> };
});

/** As browsers do it: the cursor of a text area that never had the focus is at its start. */
function beginAtStart() {
  const { focus } = HTMLElement.prototype;
  vi.spyOn(HTMLTextAreaElement.prototype, "focus").mockImplementation(function (this: HTMLTextAreaElement) {
    this.setSelectionRange(0, 0);
    focus.call(this);
  });
}

test("who typed braces goes on after them, in what stands in and in the code editor", async () => {
  beginAtStart();
  render(
    <StrictMode>
      <MantineProvider env="test">
        <CodeField label="Host" value="{{" autoFocus />
      </MantineProvider>
    </StrictMode>,
  );
  const plain = screen.getByLabelText<HTMLTextAreaElement>("Host");
  expect(document.activeElement).toBe(plain);
  expect([plain.selectionStart, plain.selectionEnd]).toEqual([2, 2]);
  await act(async () => arrive());
  expect((await screen.findByRole("status")).textContent).toBe('{"from":2,"to":2}');
});
