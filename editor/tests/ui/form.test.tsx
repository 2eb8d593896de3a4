// Forms made from schemas, driven as a person would, on top of the real document store.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/document";
import type { Schema } from "../../src/core/schema";
import { showForm } from "../kit/form";

const user = userEvent.setup();
let config: () => JsonObject | undefined;

function show(schema: Schema, start: JsonObject = {}, messages = new Map<string, string>()) {
  ({ config } = showForm(schema, { start, messages }));
}

beforeEach(() => {
  localStorage.clear();
});

describe("forms", () => {
  test("text, number and switch write their values; an emptied optional field is taken out", async () => {
    show({
      properties: {
        path: { type: "string", description: "Path to write." },
        count: { type: "integer", minimum: 1 },
        force: { type: "boolean" },
      },
      required: ["path"],
    });
    await user.type(screen.getByTestId("field-path"), "/tmp/x");
    await user.type(screen.getByLabelText("Count"), "3");
    await user.click(screen.getByLabelText("Force"));
    expect(config()).toEqual({ path: "/tmp/x", count: 3, force: true });
    await user.clear(screen.getByLabelText("Count"));
    expect(config()).toEqual({ path: "/tmp/x", force: true });
    expect(screen.getByText("Path to write.")).toBeTruthy();
  });

  test("switches to an expression and back without losing the value", async () => {
    show({ properties: { count: { type: "integer" } } }, { count: 7 });
    await user.click(screen.getByRole("button", { name: "Count: use an expression" }));
    expect(config()).toEqual({ count: { $expr: "7" } });
    await user.click(screen.getByRole("button", { name: "Count: use a fixed value" }));
    expect(config()).toEqual({ count: 7 });
  });

  test("a table of names and values: add, rename in place, remove", async () => {
    show(
      { properties: { env: { type: "object", additionalProperties: { type: "string" } } } },
      { env: { A: "1", B: "2" } },
    );
    const names = () => screen.getAllByLabelText("Name");
    await user.clear(names()[0] as HTMLElement);
    await user.type(names()[0] as HTMLElement, "Z{Enter}");
    expect(JSON.stringify(config())).toBe('{"env":{"Z":"1","B":"2"}}');
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(Object.keys(config()?.env as JsonObject)).toEqual(["Z", "B", "name"]);
    await user.click(screen.getByRole("button", { name: "Remove B" }));
    expect(config()).toEqual({ env: { Z: "1", name: "" } });
  });

  test("a name that is used is refused, and no entry is lost", async () => {
    show(
      { properties: { env: { type: "object", additionalProperties: { type: "string" } } } },
      { env: { A: "1", B: "2" } },
    );
    const first = screen.getAllByLabelText("Name")[0] as HTMLElement;
    await user.clear(first);
    await user.type(first, "B");
    expect(screen.getByText("This name is used.")).toBeTruthy();
    await user.tab();
    expect(config()).toEqual({ env: { A: "1", B: "2" } });
  });

  test("a list of objects: add, fill, move, remove", async () => {
    const item: Schema = { type: "object", properties: { value: { type: "string" } }, required: ["value"] };
    show({ properties: { cases: { type: "array", items: item } } }, { cases: [{ value: "a" }] });
    await user.click(screen.getByTestId("field-cases-add"));
    await user.type(screen.getByTestId("field-cases-1-value"), "b");
    await user.click(screen.getByRole("button", { name: "Move up: Cases 2" }));
    expect(config()).toEqual({ cases: [{ value: "b" }, { value: "a" }] });
    await user.click(screen.getByRole("button", { name: "Remove: Cases 2" }));
    expect(config()).toEqual({ cases: [{ value: "b" }] });
  });

  test("a value of any kind turns from text to number and keeps its content", async () => {
    show({ properties: { value: { "x-dynamic": true } } }, { value: "42" });
    await user.click(screen.getByRole("combobox", { name: "Value: kind of value" }));
    await user.click(screen.getByRole("option", { name: "Number" }));
    expect(config()).toEqual({ value: 42 });
  });

  test("one of several kinds keeps what both have", async () => {
    const variant = (kind: string, field: string): Schema => ({
      title: kind,
      type: "object",
      properties: { type: { const: kind }, user: { type: "string" }, [field]: { type: "string" } },
      required: ["type", field],
    });
    show(
      { properties: { auth: { oneOf: [variant("basic", "password"), variant("token", "token")] } } },
      { auth: { type: "basic", user: "ann", password: "p" } },
    );
    await user.click(screen.getByRole("combobox", { name: "Auth: kind" }));
    await user.click(screen.getByRole("option", { name: "token" }));
    expect(config()).toEqual({ auth: { token: "", user: "ann", type: "token" } });
  });

  test("shows the server's message at the field, also deep inside", () => {
    const item: Schema = { type: "object", properties: { value: { type: "string" } } };
    const messages = new Map([
      ["path", "path is missing."],
      ["cases/0/value", "A case needs a value."],
    ]);
    show(
      { properties: { path: { type: "string" }, cases: { type: "array", items: item } } },
      { cases: [{}] },
      messages,
    );
    expect(screen.getByText("path is missing.")).toBeTruthy();
    expect(screen.getByText("A case needs a value.")).toBeTruthy();
  });

  test("values that the schema does not know are shown and kept", async () => {
    show({ properties: { path: { type: "string" } } }, { path: "a", later: { deep: [1] } });
    const notice = screen.getByRole("alert");
    expect(within(notice).getByText(/later/)).toBeTruthy();
    await user.type(screen.getByLabelText("Path"), "b");
    expect(config()).toEqual({ path: "ab", later: { deep: [1] } });
  });

  test("rarely used fields are folded until they hold something", async () => {
    const schema: Schema = {
      properties: { plain: { type: "string" }, rare: { type: "string", "x-ui": { advanced: true } } },
    };
    show(schema, { rare: "set" });
    expect(screen.getByTestId("field-rare")).toBeTruthy();
    expect(screen.queryByText(/More settings/)).toBeNull();
  });
});
