// What a notice is made of: which field is what, the code in it, and its parts once the code has a value.
import { expect, test } from "vitest";
import type { Json } from "../../src/core/document";
import { codesIn, entriesOf, noticeOf, partsOf } from "../../src/core/notice";
import type { Schema } from "../../src/core/schema";

const schema: Schema = {
  properties: { people: {}, subject: { type: "string", default: "News" }, text: { type: "string" } },
  "x-ui": { preview: { to: "people", title: "subject", body: "text" } },
};

/** Knows these pieces of code. */
const worth = (values: { [code: string]: Json }) => (value: Json) => values[JSON.stringify(value)];
const nothing = worth({});

test("a part is what its field holds, else its default; what has no field is no part", () => {
  expect(noticeOf(schema, { people: ["a@x"], other: 1 })).toEqual({ to: ["a@x"], title: "News", body: null });
  expect(noticeOf({}, { subject: "x" })).toEqual({});
});

test("code is found at any depth, once", () => {
  const value = [
    "{{ a }}",
    "plain",
    { deep: [{ $expr: "b" }, "{{ a }}", "{% if c %}d{% endif %}"] },
    7,
    null,
  ];
  expect(codesIn(value)).toEqual(["{{ a }}", { $expr: "b" }, "{% if c %}d{% endif %}"]);
});

test("a list may come from code; code that comes to nothing stands for itself", () => {
  const people = { $expr: "people" };
  expect(entriesOf(["a@x", "{{ b }}"], nothing)).toEqual(["a@x", "{{ b }}"]);
  expect(entriesOf(people, worth({ '{"$expr":"people"}': ["a@x"] }))).toEqual(["a@x"]);
  expect(entriesOf(people, worth({ '{"$expr":"people"}': "a@x" }))).toEqual(["a@x"]);
  expect(entriesOf(people, nothing)).toEqual([people]);
  expect([entriesOf(undefined, nothing), entriesOf(null, nothing)]).toEqual([[], []]);
});

test("attachments have rows under a colour, facts are rows, and anything else is text", () => {
  const short = { title: "Host", value: "{{ host }}", short: { $expr: "isShort" } };
  const known = worth({ '"{{ tint }}"': "red", '{"$expr":"isShort"}': true });
  expect(partsOf([{ color: "{{ tint }}", fields: [short, { title: "Used" }] }], known)).toEqual([
    {
      kind: "rows",
      color: "red",
      rows: [
        { kind: "row", title: "Host", value: "{{ host }}", isShort: true },
        { kind: "row", title: "Used", value: "", isShort: false },
      ],
    },
  ]);
  expect(partsOf([{ title: "a", value: 1 }, "text", { $expr: "x" }], nothing)).toEqual([
    { kind: "row", title: "a", value: 1, isShort: false },
    { kind: "text", value: "text" },
    { kind: "text", value: { $expr: "x" } },
  ]);
});
