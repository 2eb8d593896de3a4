// What came in a test, made what is expected.
import { describe, expect, test } from "vitest";
import { answerOf, expectationOf } from "../../src/core/expectation";
import type { Schema } from "../../src/core/schema";

const schema: Schema = {
  type: "object",
  properties: {
    url: { type: "string" },
    expected_status: { type: "string", default: "2xx", "x-ui": { expects: "status" } },
  },
};
const error = {
  kind: "http_5xx",
  message: "503",
  details: { status: 503, body: "down", time_ms: 12, size: 4 },
};

describe("an answer that was not expected", () => {
  test("can be expected beside what was, or in its place", () => {
    const found = expectationOf(schema, {}, { output: null, error });
    expect(found).toMatchObject({
      field: "expected_status",
      came: "503",
      isMet: false,

      also: "2xx,503",
    });
    expect(found).toMatchObject({ timeMs: 12, bytes: 4 });
    const listed = expectationOf(schema, { expected_status: "200,404" }, { error });
    expect(listed?.also).toBe("200,404,503");
  });

  test("does not add to an expression", () => {
    const found = expectationOf(schema, { expected_status: { $expr: "x" } }, { error });
    expect(found).toMatchObject({ also: undefined });
  });

  test("is what the error tells of it", () => {
    expect(answerOf({ output: null, error })).toEqual(error.details);
    expect(answerOf({ output: { a: 1 }, error: null })).toEqual({ a: 1 });
    expect(answerOf({ output: null, error: { kind: "timeout", message: "late" } })).toBeUndefined();
  });
});

test("an answer that was expected can be the only one", () => {
  const found = expectationOf(schema, {}, { output: { status: 204, size: 0 } });
  expect(found).toMatchObject({ isMet: true, also: undefined, bytes: 0 });
});

test("without such a field, or without an answer, there is nothing to expect", () => {
  expect(expectationOf({ type: "object", properties: {} }, {}, { output: { status: 200 } })).toBeUndefined();
  expect(expectationOf(schema, {}, { error: { kind: "timeout", message: "late" } })).toBeUndefined();
  expect(expectationOf(schema, {}, { output: "text" })).toBeUndefined();
});
