// A field for code whose editor cannot be read: what stands in does the same.
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { CodeField, type CodeHandle } from "../../src/ui/code/CodeField";

vi.mock("../../src/ui/code/CodeEditor", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});

const handle: { current: CodeHandle | null } = { current: null };

function Field() {
  const [text, setText] = useState("echo ");
  return (
    <>
      <CodeField label="Command" value={text} handle={handle} onChange={setText} />
      <button type="button" onClick={() => handle.current?.insert((whole, at) => `${whole.length}${at} `)}>
        Insert
      </button>
    </>
  );
}

test("it is typed into, and names are put where the cursor is", async () => {
  render(
    <MantineProvider env="test">
      <Field />
    </MantineProvider>,
  );
  const field = screen.getByLabelText("Command") as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: "echo b" } });
  act(() => handle.current?.goTo(5));
  fireEvent.click(screen.getByRole("button"));
  expect(field.value).toBe("echo 65 b");
  await waitFor(() => expect(field.selectionStart).toBe(8));
  expect(document.activeElement).toBe(field);
});
