// Writing in place, and what happens when the text changes under the hands of who writes.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { InlineText } from "../../src/ui/canvas/InlineText";

const user = userEvent.setup();

function show(value: string) {
  const onDone = vi.fn();
  const page = (text: string) => <InlineText label="Text" value={text} onDone={onDone} />;
  const { rerender } = render(page(value));
  return { onDone, become: (text: string) => rerender(page(text)) };
}

test("leaving keeps what was written", async () => {
  const { onDone } = show("");
  await user.type(screen.getByLabelText("Text"), "Read this");
  await user.tab();
  expect(onDone.mock.calls).toEqual([["Read this"]]);
});

test("Escape leaves it as it was", async () => {
  const { onDone } = show("as it was");
  await user.type(screen.getByLabelText("Text"), "another{Escape}");
  expect(onDone.mock.calls).toEqual([[undefined]]);
});

test("what a redo brings back is not overwritten with what stood there before", async () => {
  const { onDone, become } = show("");
  become("Read this first.");
  await user.tab();
  expect(onDone.mock.calls).toEqual([[undefined]]);
});
