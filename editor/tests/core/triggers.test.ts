// What a form shows of a trigger: the fields beside a field, times by the clocks of a zone, a call to an address.
import { describe, expect, test } from "vitest";
import { besideOf } from "../../src/core/beside";
import type { Schema } from "../../src/core/schema";
import { exampleCall, type Trigger } from "../../src/core/triggers";
import { timeIn } from "../../src/core/zones";
import { clock } from "../kit/triggers";

test("what is beside a field is what it holds or falls back to, also inside of an entry", () => {
  const inner: Schema = {
    type: "object",
    properties: { at: { type: "string" }, zone: { type: "string", "x-ui": { widget: "timezone" } } },
  };
  const root: Schema = { type: "object", properties: { list: { type: "array", items: inner } } };
  expect(besideOf(["list", 1, "at"], { list: [{}, { zone: "Asia/Tokyo" }] }, root)).toEqual([
    { name: "at", widget: undefined, value: undefined },
    { name: "zone", widget: "timezone", value: "Asia/Tokyo" },
  ]);
  const beside = besideOf(["cron"], {}, clock.schema);
  expect(beside.find(({ widget }) => widget === "timezone")?.value).toBe("UTC");
});

test("a moment is told by the clocks of a zone, through a change of the clocks", () => {
  expect(timeIn("2026-10-24T04:00:00Z", "Europe/Berlin")).toMatch(/06:00/);
  expect(timeIn("2026-10-26T05:00:00Z", "Europe/Berlin")).toMatch(/06:00/);
  expect(timeIn("2026-10-26T05:00:07Z", "Europe/Berlin")).toMatch(/06:00:07/);
  expect(timeIn("2026-10-26T05:00:00Z", "Moon/Crater")).toBe("This browser does not know the time zone.");
});

describe("an example call", () => {
  const trigger = { address: "https://host/hooks/it's", summary: "PUT /hooks/it's" } as Trigger;

  test("proves itself as the address asks, in words that a shell keeps together", () => {
    expect(exampleCall(trigger, "token")).toBe(
      [
        "curl -X PUT 'https://host/hooks/it'\\''s' \\",
        "  -H 'Content-Type: application/json' \\",
        "  -H 'Authorization: Bearer <token>' \\",
        `  -d '{"hello": "world"}'`,
      ].join("\n"),
    );
    expect(exampleCall(trigger, "signature")).toContain('-H "X-Hub-Signature-256: sha256=$signature"');
    expect(exampleCall(trigger, "none")).not.toMatch(/Bearer|Signature/);
  });
});
