// The rules of an account, and the guess what somebody is logged in with.
import { describe, expect, test } from "vitest";
import {
  wrongEmail,
  wrongFullName,
  wrongPassword,
  wrongProfile,
  wrongUsername,
} from "../../src/core/account";
import { deviceOf } from "../../src/core/device";

describe("what an account may hold", () => {
  test.each(["ann", "a1", "7of9", "web.team-2_x", "a".repeat(64)])("the user name %s", (name) => {
    expect(wrongUsername(name)).toBeUndefined();
  });

  test.each([
    ["", /Choose/],
    ["a", /2 to 64/],
    ["a".repeat(65), /2 to 64/],
    ["Ann", /small letters/],
    [".ann", /Begin with/],
    ["-", /Begin with/],
    ["änn", /from a to z/],
    ["ann lee", /from a to z/],
  ])("not the user name “%s”", (name, says) => {
    expect(wrongUsername(name)).toMatch(says);
  });

  test("passwords are counted in characters, and bounded in bytes", () => {
    expect(wrongPassword("123456789")).toMatch(/10 characters or more/);
    expect(wrongPassword("🔑".repeat(9))).toMatch(/10 characters or more/);
    expect(wrongPassword("🔑".repeat(10))).toBeUndefined();
    expect(wrongPassword("x".repeat(1000))).toBeUndefined();
    expect(wrongPassword("ä".repeat(501))).toMatch(/too long/);
  });

  test("name and e-mail may be empty, and spaces around them do not count", () => {
    expect(wrongProfile({ full_name: "", email: "  " })).toEqual({ full_name: undefined, email: undefined });
    expect(wrongFullName(` ${"x".repeat(100)} `)).toBeUndefined();
    expect(wrongFullName("x".repeat(101))).toMatch(/100 characters/);
    expect(wrongEmail(" ann@example.com ")).toBeUndefined();
    expect(wrongEmail(`ann@${"x".repeat(251)}`)).toMatch(/254 characters/);
    for (const bad of ["ann", "ann@", "@example.com", "a nn@example.com"]) {
      expect(wrongEmail(bad)).toMatch(/name@example.com/);
    }
  });
});

describe("what somebody is logged in with", () => {
  const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  const IPHONE =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

  test.each([
    [`${WINDOWS} Chrome/126.0.0.0 Safari/537.36`, "Chrome on Windows", "computer"],
    [`${WINDOWS} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68`, "Edge on Windows", "computer"],
    [`${WINDOWS} Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0`, "Opera on Windows", "computer"],
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
      "Firefox on Linux",
      "computer",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0 Safari/537.36",
      "Chrome on Linux",
      "computer",
    ],
    [
      "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
      "Chrome on ChromeOS",
      "computer",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
      "Safari on macOS",
      "computer",
    ],
    [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, "Safari on iPhone", "phone"],
    [`${IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1`, "Chrome on iPhone", "phone"],
    ["Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox on Android", "phone"],
    [
      "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
      "Samsung Internet on Android",
      "phone",
    ],
    ["curl/8.5.0", "curl", "program"],
    ["python-requests/2.32.3", "python-requests", "program"],
    ["", "Unknown device", "program"],
    [null, "Unknown device", "program"],
  ])("%s", (agent, name, kind) => {
    expect(deviceOf(agent)).toEqual({ name, kind });
  });
});
