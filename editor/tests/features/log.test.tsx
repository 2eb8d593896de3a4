// Lines of steps that worked on several machines: told apart by machine, and together at their step.
import { cleanup, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { isOfStep, nodeOf } from "../../src/core/activation";
import type { LogLine, Step } from "../../src/core/run";
import { StepDetail } from "../../src/features/runs/StepDetail";
import { LogView } from "../../src/ui/LogView";
import { pretendServer, show } from "../kit/page";

const line = (seq: number, rest: Partial<LogLine>): LogLine => ({
  seq,
  at: "2026-01-01T00:00:00Z",
  node: "ask",
  stream: "stdout",
  text: `line ${seq}`,
  ...rest,
});

const LINES = [
  line(1, { key: "each[0]/ask:m1", target: "web-1" }),
  line(2, { key: "each[0]/ask:m2", target: "web-2" }),
  line(3, { key: "each[1]/ask:m1", target: "web-1" }),
  line(4, { key: "each[0]/ask@2" }),
];

const texts = () => screen.getByTestId("log-view").textContent ?? "";

test("a part on one machine belongs to its step; another path, round or attempt does not", () => {
  expect(isOfStep("ask", "ask")).toBe(true);
  expect(isOfStep("ask:0192-ab", "ask")).toBe(true);
  expect(isOfStep("ask@2:0192-ab", "ask@2")).toBe(true);
  for (const other of ["ask@2", "ask@2:0192-ab", "ask#2", "ask#2:0192-ab", "asks", "ask[0]/in:0192-ab"])
    expect(isOfStep(other, "ask"), other).toBe(false);
  expect(["each[0]/ask:0192-ab", "ask@2", "ask#2:m1"].map(nodeOf)).toEqual(["ask", "ask", "ask"]);
});

test("the host at the start of a line is the machine's name, where it has one", async () => {
  const lines = [...LINES.slice(0, 1), line(5, { host: "far" }), line(6, {})];
  await show(<LogView lines={lines} height={200} start="host" titleOf={() => "Ask"} />);
  expect(texts()).toMatch(/web-1.*line 1.*far.*line 5.*Ask.*line 6/);
});

test("a step shows the lines of all its machines, each with its name, and no others", async () => {
  pretendServer({});
  const step: Step = { key: "each[0]/ask", node: "ask", type: "t.ask", status: "completed", attempt: 1 };
  await show(<StepDetail step={step} lines={LINES} />);
  expect(texts()).toMatch(/web-1.*line 1.*web-2.*line 2/);
  expect(texts()).not.toMatch(/line [34]/);
  cleanup();
  await show(<StepDetail step={{ ...step, key: "each[0]/ask@2" }} lines={LINES} />);
  expect(texts()).toMatch(/line 4/);
  expect(texts()).not.toMatch(/Ask|web-1/);
});
