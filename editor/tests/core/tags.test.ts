// Lists that are typed or pasted as one text, and what counts as an address.
import { describe, expect, test } from "vitest";
import { isAddress, isTag, readList, readTyped, tagsProblem, withTags } from "../../src/core/tags";

describe("an address", () => {
  test.each([
    "ops@example.org",
    "root@localhost",
    "first.last+tag@mail-1.example.org",
    "o'neil@example.org",
    "ann@bücher.example",
    `${"a".repeat(242)}@example.org`,
  ])("is %s", (text) => {
    expect(isAddress(text)).toBe(true);
  });

  test.each([
    "",
    "ops",
    "@example.org",
    "ops@",
    "ops@example@org",
    "o ps@example.org",
    "ops@exam ple.org",
    "ops@example_1.org",
    "ops@example.org>",
    `${"a".repeat(243)}@example.org`,
  ])("is not %s", (text) => {
    expect(isAddress(text)).toBe(false);
  });

  test("is not asked of a template, nor of a list of anything", () => {
    expect(isTag("{{ msg.payload.mail }}", "email")).toBe(true);
    expect(isTag("{{ name }}@example.org", "email")).toBe(true);
    expect(isTag("report 1.csv")).toBe(true);
  });
});

describe("what is typed", () => {
  test("is an entry once a separator ends it", () => {
    expect(readTyped("ann@x, bob@y", "email")).toEqual({ done: ["ann@x"], rest: "bob@y" });
    expect(readTyped("ann@x ", "email")).toEqual({ done: ["ann@x"], rest: "" });
    expect(readTyped(" ;, ", "email")).toEqual({ done: [], rest: "" });
  });

  test("keeps its spaces where it is no address", () => {
    expect(readTyped("report 1.csv; other")).toEqual({ done: ["report 1.csv"], rest: "other" });
    expect(readTyped("report ")).toEqual({ done: [], rest: "report " });
  });

  test("stays whole between braces", () => {
    expect(readTyped("{{ f(a, b)", "email")).toEqual({ done: [], rest: "{{ f(a, b)" });
    expect(readTyped("a@x {{ msg.payload", "email")).toEqual({ done: ["a@x"], rest: "{{ msg.payload" });
    expect(readTyped("{{ a | default: 'x, y' }}@z ", "email").done).toEqual(["{{ a | default: 'x, y' }}@z"]);
  });
});

describe("a list from elsewhere", () => {
  test("is read line by line, and from a program for mail", () => {
    expect(readList("a@x\nb@y\r\n\tc@z;d@w", "email")).toEqual(["a@x", "b@y", "c@z", "d@w"]);
    const copied = 'Ann Lee <ann@x>, "Bey, Bob" <bob@y>; <cy@z>\nDee <dee@w> eve@v';
    expect(readList(copied, "email")).toEqual(["ann@x", "bob@y", "cy@z", "dee@w", "eve@v"]);
    expect(readList("my file.csv\nother.csv,")).toEqual(["my file.csv", "other.csv"]);
  });

  test("of any length is read in no time", () => {
    const long = `${"a b ".repeat(50_000)}<`;
    const begin = performance.now();
    expect(readList(long, "email")).toHaveLength(100_001);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });

  test("holds everybody once", () => {
    expect(withTags(["Ann@x"], ["ann@X", "bob@y", "bob@y"], "email")).toEqual(["Ann@x", "bob@y"]);
    expect(withTags(["A.csv"], ["a.csv"])).toEqual(["A.csv", "a.csv"]);
  });
});

test("the problem names the entries and says what to do", () => {
  expect(tagsProblem(["a@x", "{{ y }}"], "email")).toBeUndefined();
  expect(tagsProblem(["anything at all"])).toBeUndefined();
  expect(tagsProblem(["a@x", "ann@"], "email")).toBe(
    "“ann@” is not an address. Write it like ops@example.org, or remove it.",
  );
  expect(tagsProblem(["a", "b"], "email")).toMatch(/^“a” and “b” are not addresses/);
  expect(tagsProblem(["a", "b", "c"], "email")).toMatch(/^“a”, “b” and “c” are/);
  expect(tagsProblem(["a", "b", "c", "d", "e"], "email")).toMatch(/^“a”, “b”, “c” and 2 more are/);
});
