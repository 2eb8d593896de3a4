// Parts of a page that are read from a server which does not always answer.
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lazily, lazyDialog, tellUnread } from "../../src/ui/lazily";

const user = userEvent.setup();
const Shown = ({ text }: { text: string }) => <p>{text}</p>;
const Dialog = ({ opened }: { opened: boolean }) => opened && <p>The dialog</p>;

let answers = false;

/** Gives the part once the server answers. */
function from<P>(part: P) {
  return async () => {
    if (!answers) throw new TypeError("Failed to fetch dynamically imported module");
    return part;
  };
}

function comeBack() {
  answers = true;
  act(() => void window.dispatchEvent(new Event("online")));
}

const page = (part: React.ReactNode) =>
  render(
    <MantineProvider env="test">
      <Notifications />
      <input aria-label="Beside it" defaultValue="typed" />
      {part}
    </MantineProvider>,
  );

// React tells of what a boundary has caught.
beforeEach(() => {
  answers = false;
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

test("a part that could not be read leaves the page as it is, and is tried again", async () => {
  const Part = lazily(from(Shown));
  page(<Part text="Here it is" />);
  for (const isLast of [false, true]) {
    expect((await screen.findByRole("alert")).textContent).toContain("reload the page");
    answers = isLast;
    await user.click(screen.getByRole("button", { name: "Retry" }));
  }
  await screen.findByText("Here it is");
  expect(screen.getByLabelText("Beside it")).toHaveProperty("value", "typed");
});

test("a module's own part is read too, and again once there is a connection", async () => {
  const Part = lazily(from({ default: Shown }));
  page(<Part text="Here it is" />);
  await screen.findByRole("alert");
  comeBack();
  await screen.findByText("Here it is");
});

test("a dialog says that it cannot be opened, and opens when it can", async () => {
  const Part = lazyDialog(from(Dialog));
  page(<Part opened />);
  await screen.findByTestId("failure");
  comeBack();
  await screen.findByText("The dialog");
});

test("a dialog that could not be read is closed, and is tried again when it is opened once more", async () => {
  const Part = lazyDialog(from(Dialog));
  function Opener() {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button type="button" aria-pressed={isOpen} onClick={() => setOpen(true)}>
          Open
        </button>
        <Part opened={isOpen} onClose={() => setOpen(false)} />
      </>
    );
  }
  page(<Opener />);
  const open = screen.getByRole("button", { name: "Open" });
  await user.click(open);
  await screen.findByTestId("failure");
  await waitFor(() => expect(open.getAttribute("aria-pressed")).toBe("false"));
  answers = true;
  await user.click(open);
  await screen.findByText("The dialog");
});

test("what a button could not read is told, and other mistakes are left to the console", async () => {
  page(null);
  const event = (message: string) => ({ reason: new TypeError(message), preventDefault: vi.fn() });
  const other = event("x is undefined");
  tellUnread(other as unknown as PromiseRejectionEvent);
  expect(other.preventDefault).not.toHaveBeenCalled();
  const unread = event("Failed to fetch dynamically imported module: /assets/x.js");
  tellUnread(unread as unknown as PromiseRejectionEvent);
  expect(unread.preventDefault).toHaveBeenCalled();
  expect((await screen.findByTestId("failure")).textContent).toContain("reload the page");
});
