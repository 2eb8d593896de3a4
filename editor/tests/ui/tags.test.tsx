// Many short texts in one field: how they come in, how they go, and what is said of those that are wrong.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../src/core/document";
import type { Schema } from "../../src/core/schema";
import type { FormHelp } from "../../src/ui/form/formContext";
import { showForm } from "../kit/form";

const user = userEvent.setup();
const to: Schema = {
  type: "array",
  items: { type: "string" },
  maxItems: 3,
  "x-ui": { widget: "tags", check: "email", placeholder: "ops@example.org", expression: "allowed" },
};
const files: Schema = { type: "array", items: { type: "string" }, "x-ui": { widget: "tags" } };
const schema: Schema = { properties: { to, files }, required: ["to"] };
const help: FormHelp = {
  Live: ({ code }) => <output data-testid="live">{code}</output>,
  Below: () => null,
  open: vi.fn(),
  names: () => [],
  scope: () => ({ sections: [{ title: "Parameters", entries: [{ name: "owner", detail: "string" }] }] }),
};

const field = (name = "to") => screen.getByTestId(`field-${name}`) as HTMLInputElement;
const nameOf = (element: Element | null) => element?.getAttribute("aria-label");
const removals = () => screen.queryAllByRole("button", { name: /^Remove / }).map(nameOf);

function show(start: JsonObject = {}) {
  return showForm(schema, { start, help });
}

beforeEach(() => localStorage.clear());

describe("entries come in", () => {
  test.each([",", ";", " ", "{Enter}"])("by %s", async (key) => {
    const { config } = show();
    await user.type(field(), `ann@x${key}`);
    expect(config()).toEqual({ to: ["ann@x"] });
    expect(field().value).toBe("");
  });

  test("when the field is left", async () => {
    const { config } = show();
    await user.type(field(), "ann@x");
    expect(config()).toEqual({});
    await user.tab();
    expect(config()).toEqual({ to: ["ann@x"] });
  });

  test("when something else is clicked, and that hears the click too", async () => {
    const { config } = show();
    await user.type(field(), "ann@x");
    await user.click(screen.getByRole("button", { name: "To: use an expression" }));
    expect(config()).toEqual({ to: { $expr: '["ann@x"]' } });
  });

  test("as a whole list, with what was typed before it", async () => {
    const { config } = show();
    await user.type(field(), "ann@");
    await user.paste("x\nBob Bey <bob@y>");
    expect(config()).toEqual({ to: ["ann@x", "bob@y"] });
  });

  test("with spaces where they are no addresses", async () => {
    const { config } = show();
    await user.type(field("files"), "my report.csv{Enter}");
    expect(config()).toEqual({ files: ["my report.csv"] });
  });

  test("once each", async () => {
    const { config } = show({ to: ["ann@x"] });
    await user.type(field(), "Ann@X bob@y bob@y ");
    expect(config()).toEqual({ to: ["ann@x", "bob@y"] });
  });
});

describe("entries go", () => {
  test("Backspace in the empty field takes the last one back, to be written again", async () => {
    const { config } = show({ to: ["ann@x", "bob@y"] });
    await user.type(field(), "{Backspace}");
    expect(config()).toEqual({ to: ["ann@x"] });
    expect(field().value).toBe("bob@y");
    await user.type(field(), "z{Enter}");
    expect(config()).toEqual({ to: ["ann@x", "bob@yz"] });
  });

  test("each by a button with its name, which the arrows lead to", async () => {
    const { config } = show({ to: ["ann@x", "bob@y", "cy@z"] });
    expect(removals()).toEqual(["Remove ann@x", "Remove bob@y", "Remove cy@z"]);
    await user.click(field());
    await user.keyboard("{ArrowLeft}{ArrowLeft}{Enter}");
    expect(config()).toEqual({ to: ["ann@x", "cy@z"] });
    expect(nameOf(document.activeElement)).toBe("Remove cy@z");
    await user.keyboard("{Delete}");
    expect(config()).toEqual({ to: ["ann@x"] });
    expect(document.activeElement).toBe(field());
  });

  test("Tab leads to the last one, and Backspace there takes it back", async () => {
    const { config } = show({ to: ["ann@x"] });
    await user.click(field());
    await user.tab({ shift: true });
    expect(nameOf(document.activeElement)).toBe("Remove ann@x");
    await user.keyboard("{Backspace}");
    expect(config()).toEqual({});
    expect([document.activeElement, field().value]).toEqual([field(), "ann@x"]);
  });

  test("and the list with the last of them", async () => {
    const { config } = show({ to: ["ann@x"], files: ["a"] });
    await user.click(screen.getByRole("button", { name: "Remove a" }));
    expect(config()).toEqual({ to: ["ann@x"] });
  });
});

describe("what is wrong", () => {
  test("is kept, marked and named", async () => {
    const { config } = show();
    await user.type(field(), "ann@ bob@y ");
    expect(config()).toEqual({ to: ["ann@", "bob@y"] });
    expect(screen.getByText(/^“ann@” is not an address. Write it like/)).toBeTruthy();
    expect(screen.getAllByRole("img", { name: "Not right:" })).toHaveLength(1);
    expect(field().getAttribute("aria-invalid")).toBe("true");
  });

  test("is said of a list that is too long, and by the server of all of it or of an entry", async () => {
    const { say } = show({ to: ["a@x", "b@x", "c@x", "d@x"], files: ["a"] });
    expect(screen.getByText("Use 3 entries or fewer.")).toBeTruthy();
    say(new Map([["to", "`to` is missing; fill it in"]]));
    expect(await screen.findByText(/is missing/)).toBeTruthy();
    say(new Map([["files/0", "There is no such file."]]));
    expect(await screen.findByText("There is no such file.")).toBeTruthy();
  });

  test("is not asked of a template, whose names are offered and whose value is shown", async () => {
    const { config } = show();
    await user.type(field(), "{{{{ ow");
    await user.click(within(await screen.findByTestId("completion")).getByRole("option", { name: /owner/ }));
    await waitFor(() => expect(field().value).toBe("{{ owner"));
    await user.type(field(), " }} ");
    expect(config()).toEqual({ to: ["{{ owner }}"] });
    expect(screen.queryByText(/not an address/)).toBeNull();
    expect(screen.getByTestId("live").textContent).toBe("{{ owner }}");
  });
});

describe("the whole field", () => {
  test("becomes an expression and comes back", async () => {
    const { config } = show({ to: ["ann@x"] });
    await user.click(screen.getByRole("button", { name: "To: use an expression" }));
    expect(config()).toEqual({ to: { $expr: '["ann@x"]' } });
    await user.click(screen.getByRole("button", { name: "To: use a fixed value" }));
    expect(config()).toEqual({ to: ["ann@x"] });
  });

  test("becomes one by an equals sign only while it is empty", async () => {
    const { config } = show({ files: ["a"] });
    await user.type(field("files"), "=b{Enter}");
    expect(config()).toEqual({ files: ["a", "=b"] });
    await user.type(field(), "=");
    expect(config()?.to).toEqual({ $expr: "" });
  });

  test("shows entries that are no text as rows, and loses nothing", () => {
    const { config } = show({ to: ["ann@x", { $expr: "owner" }] });
    expect(screen.getByRole("button", { name: "Remove: To 2" })).toBeTruthy();
    expect(config()).toEqual({ to: ["ann@x", { $expr: "owner" }] });
  });

  test("leaves undo to the browser while something is being typed", () => {
    show({ to: ["ann@x"] });
    expect(field().closest("[data-own-undo]")).toBeNull();
    fireEvent.change(field(), { target: { value: "bo" } });
    expect(field().closest("[data-own-undo]")).not.toBeNull();
  });
});
