// Names of fields as people read them.
import { expect, test } from "vitest";
import { humanize } from "../../src/core/schema";

test("words are words, and abbreviations are in capitals", () => {
  expect(humanize("workingDirectory")).toBe("Working directory");
  expect(humanize("working_directory")).toBe("Working directory");
  expect(humanize("url")).toBe("URL");
  expect(humanize("verify_ssl")).toBe("Verify SSL");
  expect(humanize("hidden")).toBe("Hidden");
});
