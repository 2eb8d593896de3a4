// Who is told when a run ends: changes of the list, and what is said of it.
import { describe, expect, test } from "vitest";
import type { NotifyRule } from "../../src/core/document";
import { byChannel, listProblem, ruleProblems, toThese, withRules, wrongTo } from "../../src/core/notify";
import type { Problem } from "../../src/core/problems";

const mail: NotifyRule = { on: "ended", channel: "email", to: ["ops@example.org"] };

test("a list that is empty leaves no trace", () => {
  expect(withRules({ priority: 2 }, [mail])).toEqual({ priority: 2, notify: [mail] });
  expect(withRules({ priority: 2, notify: [mail] }, [])).toEqual({ priority: 2 });
  expect(withRules({ notify: [mail] }, [])).toBeUndefined();
  expect(withRules(undefined, [])).toBeUndefined();
});

test("another channel tells nobody yet, and nobody is left out", () => {
  expect(byChannel(mail, "slack")).toEqual({ on: "ended", channel: "slack" });
  expect(toThese(mail, [])).toEqual({ on: "ended", channel: "email" });
  expect(toThese({ channel: "slack" }, ["#ops"])).toEqual({ channel: "slack", to: ["#ops"] });
});

test.each<[NotifyRule, RegExp | undefined]>([
  [mail, undefined],
  [{ channel: "email" }, undefined],
  [{ channel: "email", to: ["ops@example.org", "nobody"] }, /“nobody” is not an address/],
  [{ channel: "email", to: ["{{ owner }}"] }, /is not an address/],
  [{ channel: "slack", to: ["#ops"] }, undefined],
  [{ channel: "webhook", to: ["https://example.org/hook?x=1"] }, undefined],
  [{ channel: "webhook", to: ["HTTP://10.0.0.1:8080"] }, undefined],
  [{ channel: "webhook", to: ["example.org"] }, /begins with https/],
  [{ channel: "webhook", to: ["ftp://example.org"] }, /begins with https/],
  [{ channel: "webhook", to: ["https://"] }, /begins with https/],
])("%j", (rule, says) => {
  if (says) expect(wrongTo(rule)).toMatch(says);
  else expect(wrongTo(rule)).toBeUndefined();
});

describe("what validation says", () => {
  const at = (field: string, message: string, more: Partial<Problem> = {}): Problem => ({
    severity: "error",
    code: "invalid",
    message,
    field,
    ...more,
  });
  const problems = [
    at("settings/notify", "Too many."),
    at("settings/notify/1/to/0", "No address."),
    at("settings/notify/1/to/1", "Not this either."),
    at("settings/notify/1/channel", "Not set up."),
    at("settings/notify/10", "Nobody."),
    at("settings/notify/2/to", "Of a node.", { node: "a" }),
  ];

  test("of the list, and of each rule by its parts", () => {
    expect(listProblem(problems)).toBe("Too many.");
    expect(listProblem(problems.slice(1))).toBeUndefined();
    expect(ruleProblems(problems, 1)).toEqual({ to: "No address.", channel: "Not set up." });
    expect(ruleProblems(problems, 10)).toEqual({ to: "Nobody." });
    for (const index of [0, 2]) expect(ruleProblems(problems, index)).toEqual({});
  });
});
