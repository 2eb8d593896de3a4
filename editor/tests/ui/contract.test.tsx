// The form contract: every widget and hint, the switch to an expression, and how little is drawn again.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Schema } from "../../src/core/schema";
import type { FormHelp } from "../../src/ui/form/formContext";
import { codeOf } from "../kit/code";
import { CONDITION, GROUP } from "../kit/conditions";
import { showForm } from "../kit/form";

const drawn: string[] = [];

vi.mock("../../src/ui/form/TemplateInput", async (original) => {
  const real = await original<typeof import("../../src/ui/form/TemplateInput")>();
  const Counted = (props: Parameters<typeof real.TemplateInput>[0]) => {
    drawn.push(String(props.label));
    return <real.TemplateInput {...props} />;
  };
  return { TemplateInput: Counted };
});

const user = userEvent.setup();
const help: FormHelp = {
  Live: ({ code }) => <output data-testid="live">{code}</output>,
  Below: () => null,
  open: vi.fn(),
  names: ({ isNode }) => (isNode ? ["fetch", "store"] : ["web-prod"]),
  scope: () => ({
    sections: [
      { title: "Parameters", root: "params", entries: [{ name: "host", detail: "string", value: "web-1" }] },
      { title: "This", entries: [{ name: "msg", detail: "the message", value: { payload: { used: 91 } } }] },
    ],
  }),
};

beforeEach(() => {
  localStorage.clear();
  drawn.length = 0;
});

describe("a form of 200 fields", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`field${index}`, { type: "string" } as Schema]),
  );

  test("shows all of them, and a key press draws one of them again", async () => {
    showForm({ properties }, { help });
    await waitFor(() => expect(screen.getByTestId("field-field199")).toBeTruthy());
    drawn.length = 0;
    await user.type(screen.getByTestId("field-field150"), "x");
    expect(new Set(drawn)).toEqual(new Set(["Field150"]));
  });

  test("a new problem draws only the field that has it", async () => {
    const { say } = showForm({ properties }, { help });
    await waitFor(() => expect(screen.getByTestId("field-field199")).toBeTruthy());
    drawn.length = 0;
    say(new Map([["field7", "It is wrong."]]));
    await screen.findByText("It is wrong.");
    expect(new Set(drawn)).toEqual(new Set(["Field7"]));
  });
});

describe("fixed value or expression", () => {
  test("an equals sign in an empty field switches, and the editor has the focus", async () => {
    const { config } = showForm({ properties: { path: { type: "string" } } }, { help });
    await user.type(screen.getByTestId("field-path"), "=");
    expect(config()).toEqual({ path: { $expr: "" } });
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Path, expression"));
  });

  test("an equals sign in an empty field of a list is for that field alone", async () => {
    const items: Schema = { type: "object", properties: { name: { type: "string" } } };
    const rows: Schema = { type: "array", items, "x-ui": { expression: "allowed" } };
    const { config } = showForm({ properties: { rows } }, { start: { rows: [{}] }, help });
    await user.type(screen.getByTestId("field-rows-0-name"), "=");
    expect(config()).toEqual({ rows: [{ name: { $expr: "" } }] });
  });

  test("an equals sign in a field that holds something is a letter", async () => {
    const { config } = showForm({ properties: { path: { type: "string" } } }, { start: { path: "a" }, help });
    await user.type(screen.getByTestId("field-path"), "=b");
    expect(config()).toEqual({ path: "a=b" });
  });

  test("it switches numbers and values of any kind, and nothing that must be fixed", async () => {
    const fixed: Schema = { type: "string", "x-ui": { expression: "no" } };
    const { config } = showForm({
      properties: { n: { type: "integer" }, any: { "x-dynamic": true }, fixed },
    });
    await user.type(screen.getByTestId("field-n"), "=");
    await user.type(screen.getByTestId("field-any"), "=");
    await user.type(screen.getByTestId("field-fixed"), "=");
    expect(config()).toEqual({ n: { $expr: "" }, any: { $expr: "" }, fixed: "=" });
  });

  test("the value is shown while the person is in the field, and the large editor opens from it", async () => {
    showForm({ properties: { path: { type: "string" } } }, { start: { path: { $expr: "host" } }, help });
    const code = await codeOf("Path, expression");
    expect(screen.queryByTestId("live")).toBeNull();
    await user.click(code.contentDOM);
    expect(screen.getByTestId("live").textContent).toBe("host");
    await user.click(screen.getByTestId("field-path-open"));
    expect(help.open).toHaveBeenCalledWith(expect.objectContaining({ path: ["path"], kind: "expression" }));
  });
});

describe("names in a text", () => {
  test("are clicked in the large editor, which a text leads to as code does", async () => {
    showForm(
      {
        properties: {
          message: { type: "string", "x-ui": { widget: "multiline" } },
          key: { type: "string", "x-ui": { secret: true } },
          name: { type: "string", "x-ui": { expression: "no" } },
        },
      },
      { help },
    );
    await user.click(screen.getByRole("button", { name: "Message: open the large editor" }));
    expect(help.open).toHaveBeenLastCalledWith(
      expect.objectContaining({ path: ["message"], kind: "template", label: "Message" }),
    );
    expect(screen.getAllByRole("button", { name: /large editor/ })).toHaveLength(1);
  });

  test("are offered between braces and put in by Enter", async () => {
    const { config } = showForm({ properties: { path: { type: "string" } } }, { help });
    await user.type(screen.getByTestId("field-path"), "/tmp/{{{{ msg.payload.u");
    const list = await screen.findByTestId("completion");
    expect(within(list).getByRole("option", { selected: true }).textContent).toContain("91");
    await user.keyboard("{Enter}");
    expect(config()).toEqual({ path: "/tmp/{{ msg.payload.used" });
    expect(screen.queryByTestId("completion")).toBeNull();
  });

  test("Escape closes the list and the text stays", async () => {
    const { config } = showForm({ properties: { path: { type: "string" } } }, { help });
    await user.type(screen.getByTestId("field-path"), "{{{{ ho");
    await screen.findByTestId("completion");
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("completion")).toBeNull();
    expect(config()).toEqual({ path: "{{ ho" });
  });
});

describe("widgets", () => {
  test("an unknown widget is a JSON editor that loses nothing", async () => {
    const { config } = showForm(
      { properties: { art: { type: "string", "x-ui": { widget: "hologram" } }, name: { type: "string" } } },
      { start: { art: { deep: [1, { keep: true }] }, name: "a" } },
    );
    expect((await screen.findByLabelText("Art")).textContent).toContain("keep");
    await user.type(screen.getByTestId("field-name"), "b");
    expect(config()).toEqual({ art: { deep: [1, { keep: true }] }, name: "ab" });
  });

  test("a duration is typed in minutes and kept in seconds", async () => {
    const schema: Schema = { properties: { wait: { type: "integer", "x-ui": { widget: "duration" } } } };
    const { config } = showForm(schema, { start: { wait: 7200 } });
    const amount = screen.getByTestId("field-wait");
    expect((amount as HTMLInputElement).value).toBe("2");
    await user.click(screen.getByRole("combobox", { name: "Wait: unit" }));
    await user.click(screen.getByRole("option", { name: "minutes" }));
    await user.clear(amount);
    await user.type(amount, "5");
    expect(config()).toEqual({ wait: 300 });
  });

  test.each([
    ["target-picker", false, "web-prod"],
    ["credential-picker", false, "web-prod"],
    ["file", false, "web-prod"],
    [undefined, true, "fetch"],
  ])("a name (%s) is offered and may be another", async (widget, isNode, known) => {
    const field: Schema = { type: "string", "x-node": isNode || undefined, "x-ui": { widget } };
    const { config } = showForm({ properties: { name: field } }, { help });
    await user.click(screen.getByTestId("field-name"));
    await user.click(await screen.findByRole("option", { name: known }));
    expect(config()).toEqual({ name: known });
    await user.clear(screen.getByTestId("field-name"));
    await user.type(screen.getByTestId("field-name"), "elsewhere");
    expect(config()).toEqual({ name: "elsewhere" });
  });

  test("a time table says what it means, and what is wrong with it", async () => {
    const schema: Schema = { properties: { at: { type: "string", "x-ui": { widget: "cron" } } } };
    showForm(schema, { start: { at: "0 9 * * 1-5" } });
    expect(screen.getByText("Runs every weekday at 09:00.")).toBeTruthy();
    await user.clear(screen.getByTestId("field-at"));
    await user.type(screen.getByTestId("field-at"), "0 9");
    expect(screen.getByText(/Use five parts/)).toBeTruthy();
  });

  test("a colour is a text with a picker", async () => {
    const schema: Schema = { properties: { tint: { type: "string", "x-ui": { widget: "color" } } } };
    const { config } = showForm(schema);
    await user.type(await screen.findByLabelText("Tint"), "teal");
    expect(config()).toEqual({ tint: "teal" });
  });

  test("a colour that is code or a name of its own stays when the field is left", async () => {
    const schema: Schema = { properties: { tint: { type: "string", "x-ui": { widget: "color" } } } };
    const { config } = showForm(schema);
    await user.type(await screen.findByLabelText("Tint"), "{{{{ vars.tint }}");
    await user.tab();
    expect(config()).toEqual({ tint: "{{ vars.tint }}" });
  });

  test("every choice says what it means", async () => {
    const choice = (name: string, description?: string) => ({ const: name, description });
    const oneOf = [
      choice("always", "Every time."),
      choice("on_error", "Only after an `error`."),
      choice("never"),
    ];
    const { config } = showForm({
      properties: { when: { oneOf }, all: { type: "array", items: { oneOf } } },
    });
    await user.click(screen.getByTestId("field-when"));
    const options = (await screen.findAllByRole("option")).map((option) => option.textContent);
    expect(options).toEqual(["AlwaysEvery time.", "On errorOnly after an error.", "Never"]);
    await user.click(screen.getByRole("option", { name: /On error/ }));
    await user.click(screen.getByTestId("field-all"));
    await user.click(await screen.findByRole("option", { name: /Every time/ }));
    expect(config()).toEqual({ when: "on_error", all: ["always"] });
  });

  test("rows in rows, with a colour and a switch", async () => {
    const text: Schema = { type: "string" };
    const cell: Schema = {
      type: "object",
      properties: { title: text, value: text, short: { type: "boolean" } },
      required: ["title", "value"],
    };
    const card: Schema = {
      type: "object",
      properties: {
        color: { type: "string", "x-ui": { widget: "color" } },
        fields: { type: "array", items: cell },
      },
    };
    const { config } = showForm({ properties: { cards: { type: "array", items: card } } });
    await user.click(screen.getByTestId("field-cards-add"));
    await user.type(await screen.findByTestId("field-cards-0-color"), "#ff0000");
    await user.click(screen.getByTestId("field-cards-0-fields-add"));
    await user.type(screen.getByTestId("field-cards-0-fields-0-title"), "Host");
    await user.type(screen.getByTestId("field-cards-0-fields-0-value"), "web-1");
    await user.click(screen.getByLabelText("Short of Fields 1"));
    const field = { title: "Host", value: "web-1", short: true };
    expect(config()).toEqual({ cards: [{ color: "#ff0000", fields: [field] }] });
    expect(screen.queryByText("Short of Fields 1")).toBeNull();
  });

  test("a table edits its cells and keeps rows that have more in them", async () => {
    const item: Schema = {
      type: "object",
      properties: { variable: { type: "string" }, value: { type: "string" } },
      required: ["variable"],
    };
    const schema: Schema = { properties: { rows: { type: "array", items: item } } };
    const { config } = showForm(schema, { start: { rows: [{ variable: "a", value: "1" }] } });
    await user.click(screen.getByTestId("field-rows-add"));
    await user.type(screen.getByTestId("field-rows-1-variable"), "b");
    expect(config()).toEqual({ rows: [{ variable: "a", value: "1" }, { variable: "b" }] });
  });

  test("several choices of a list", async () => {
    const items: Schema = { enum: ["a", "b"] };
    const { config } = showForm(
      { properties: { kinds: { type: "array", items } } },
      { start: { kinds: ["z"] } },
    );
    await user.click(screen.getByTestId("field-kinds"));
    await user.click(await screen.findByRole("option", { name: "b" }));
    expect(config()).toEqual({ kinds: ["z", "b"] });
  });
});

describe("hints", () => {
  const schema: Schema = {
    properties: {
      mode: { type: "string", enum: ["none", "basic"], default: "none" },
      user: { type: "string", "x-ui": { visibleWhen: { mode: ["basic"] } } },
      rare: { type: "string", "x-ui": { advanced: true } },
      last: { type: "string", "x-ui": { order: 1, group: "first_group", help: "More about it." } },
    },
  };

  test("a field appears where its neighbour says so, and what it held stays", async () => {
    const { config } = showForm(schema, { start: { user: "ann" } });
    expect(screen.queryByTestId("field-user")).toBeNull();
    await user.click(screen.getByTestId("field-mode"));
    await user.click(await screen.findByRole("option", { name: "basic" }));
    expect((screen.getByTestId("field-user") as HTMLInputElement).value).toBe("ann");
    expect(config()).toEqual({ user: "ann", mode: "basic" });
  });

  test("a group has a title, the order holds, and help opens", async () => {
    showForm(schema);
    const group = screen.getByRole("group", { name: "First group" });
    expect(within(group).getByTestId("field-last")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "More about Last" }));
    expect(screen.getByText("More about it.")).toBeTruthy();
  });

  test("folded fields keep the focus while they are filled, and open for a problem", async () => {
    const { config, say } = showForm(schema);
    await user.click(screen.getByRole("button", { name: /More settings/ }));
    await user.type(screen.getByTestId("field-rare"), "abc");
    expect(config()).toEqual({ rare: "abc" });
    await user.click(screen.getByRole("button", { name: /More settings/ }));
    expect(screen.queryByTestId("field-rare")).toBeNull();
    say(new Map([["rare", "Not this."]]));
    expect(await screen.findByText("Not this.")).toBeTruthy();
  });
});

describe("conditions", () => {
  test("the three kinds, and what is common to them stays", async () => {
    const schema: Schema = { properties: { condition: CONDITION }, required: ["condition"] };
    const { config } = showForm(schema, { start: { condition: "disk.used > 80" }, help });
    await user.click(screen.getByRole("radio", { name: "Compare" }));
    const compared = { left_operand: "{{ disk.used }}", operator: "greater", right_operand: 80 };
    expect(config()).toEqual({ condition: { type: "variable_check", ...compared } });
    await user.click(screen.getByTestId("field-condition-operator"));
    await user.click(await screen.findByRole("option", { name: "Is empty" }));
    expect(config()?.condition).toMatchObject({ operator: "is_empty" });
    await user.click(screen.getByRole("radio", { name: "Node ended" }));
    await user.click(screen.getByTestId("field-condition-node"));
    await user.click(await screen.findByRole("option", { name: "store" }));
    await user.click(screen.getByLabelText("Turn the outcome round (not)"));
    expect(config()).toEqual({
      condition: { type: "step_result", status: "success", node: "store", negate: true },
    });
  });

  test("groups inside groups, with their own word", async () => {
    const start = { conditions: ["a"] };
    const { config } = showForm(GROUP, { start, help });
    await user.click(screen.getByTestId("field-conditions-add-group"));
    await user.click(screen.getByRole("radio", { name: "One (or)" }));
    await user.click(screen.getByTestId("field-conditions-1-conditions-add"));
    await user.click(screen.getByTestId("field-conditions-1-conditions-add-group"));
    expect(config()).toEqual({
      conditions: ["a", { operator: "or", conditions: ["", "", { conditions: [""] }] }],
    });
    await user.click(screen.getByRole("button", { name: "Remove: Conditions 1" }));
    expect(config()?.conditions).toHaveLength(1);
  });

  test("a condition nobody knows is kept as JSON", async () => {
    const schema: Schema = { properties: { condition: CONDITION }, required: ["condition"] };
    const { config } = showForm(schema, { start: { condition: [1, 2] } });
    expect(await screen.findByLabelText("Condition")).toBeTruthy();
    expect(config()).toEqual({ condition: [1, 2] });
  });

  test("an optional condition is added and taken away", async () => {
    const { config } = showForm({ properties: { until: CONDITION } });
    await user.click(screen.getByTestId("field-until-add"));
    expect(config()).toEqual({ until: "" });
    await user.click(screen.getByRole("button", { name: "Remove" }));
    expect(config()).toEqual({});
  });
});
