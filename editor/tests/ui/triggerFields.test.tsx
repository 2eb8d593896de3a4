// The fields that triggers have: a time table, a time zone, the path of an address.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Schema } from "../../src/core/schema";
import type { FormHelp } from "../../src/ui/form/formContext";
import { showForm } from "../kit/form";

const user = userEvent.setup();
const help: FormHelp = {
  Live: () => null,
  Below: ({ widget, text }) => <output data-testid="below">{`${widget} ${text}`}</output>,
  open: vi.fn(),
  names: () => [],
  scope: () => ({ sections: [] }),
};

test("a time table is followed by its next times, once it is one", async () => {
  const schema: Schema = { properties: { at: { type: "string", "x-ui": { widget: "cron" } } } };
  const { say } = showForm(schema, { start: { at: "*/5 * * *" }, help });
  expect(screen.queryByTestId("below")).toBeNull();
  await user.type(screen.getByTestId("field-at"), " *");
  expect(screen.getByTestId("below").textContent).toBe("cron */5 * * * *");
  expect(screen.getByText("Runs every 5 minutes.")).toBeTruthy();
  say(new Map([["at", "There is no such time."]]));
  expect(await screen.findByText("There is no such time.")).toBeTruthy();
  expect(screen.queryByTestId("below")).toBeNull();
});

test("a time zone is found by its city, and one that is not known here is kept", async () => {
  const schema: Schema = { properties: { zone: { type: "string", "x-ui": { widget: "timezone" } } } };
  const { config } = showForm(schema, { help });
  const field = await screen.findByTestId("field-zone");
  await user.type(field, "new york");
  await user.click(await screen.findByRole("option", { name: "America/New_York" }));
  expect(config()).toEqual({ zone: "America/New_York" });
  await user.clear(field);
  expect(config()).toEqual({});
  await user.type(field, "Moon/Crater");
  expect(config()).toEqual({ zone: "Moon/Crater" });
});

test("the path of an address stands after what all of them begin with, also when it is pasted whole", async () => {
  const schema: Schema = { properties: { path: { type: "string", "x-ui": { widget: "hook" } } } };
  const { config } = showForm(schema, { help });
  const field = await screen.findByTestId("field-path");
  expect(screen.getByText("/hooks/")).toBeTruthy();
  expect(screen.queryByTestId("below")).toBeNull();
  await user.click(field);
  await user.paste("https://host:8443/hooks/orders/new");
  expect(config()).toEqual({ path: "orders/new" });
  expect(screen.getByTestId("below").textContent).toBe("hook orders/new");
  await user.clear(field);
  await user.type(field, "/orders");
  expect(config()).toEqual({ path: "orders" });
});
