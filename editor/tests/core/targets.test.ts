// The form of a target: what it begins with, what is sent, and which host key stands against which.
import { describe, expect, test } from "vitest";
import { isTargetFiltered, targetFilterOf, targetQuery } from "../../src/core/targetList";
import { changedKey, readTarget, targetDraft, targetFields, withOs } from "../../src/core/targets";
import { hostKey, machine } from "../kit/targets";

const named = { ...targetDraft(), name: " web-1 ", hostname: "web-1" };

describe("a target's form", () => {
  test("begins empty for a new one, and is sent whole", () => {
    const { body, errors } = readTarget(named);
    expect(errors).toEqual({});
    expect(body).toEqual({
      name: "web-1",
      hostname: "web-1",
      ip_address: "",
      description: "",
      os_type: "linux",
      os_version: "",
      environment: "",
      status: "active",
      protocol: "ssh",
      port: 22,
      host_key_check: "trust_first",
      connect_timeout: 15,
      credential: null,
      tags: [],
      depends_on: [],
      metadata: {},
    });
  });

  test("gives back a known one as it was", () => {
    const { body, errors } = readTarget(targetDraft(machine));
    expect(errors).toEqual({});
    const { id, groups, revision, created_by, created_at, updated_by, updated_at, last_test, ...rest } =
      machine;
    expect(body).toEqual({ ...rest, credential: "c1", depends_on: ["t2"] });
  });

  test("says what is wrong where it is", () => {
    const wrong = { ...targetDraft(), port: "0", connect_timeout: "121", metadata: "[1]" };
    expect(Object.keys(readTarget(wrong).errors).sort()).toEqual([
      "connect_timeout",
      "hostname",
      "metadata",
      "name",
      "port",
    ]);
    expect(Object.keys(readTarget({ ...named, port: "2.5", metadata: "{" }).errors)).toEqual([
      "port",
      "metadata",
    ]);
  });

  test("asks nothing of how a machine is reached that nothing connects to", () => {
    const { body, errors } = readTarget({ ...named, protocol: "none", port: "", connect_timeout: "0" });
    expect(errors).toEqual({});
    expect(body).toMatchObject({ protocol: "none", port: 22, connect_timeout: 15 });
    expect(targetFields({ ...named, protocol: "none" })).not.toContain("port");
    expect(targetFields(named)).toContain("port");
  });

  test("follows the kind of machine with its protocol, until a person chose one", () => {
    expect(withOs(targetDraft(), "windows").protocol).toBe("none");
    expect(withOs(withOs(targetDraft(), "windows"), "unix").protocol).toBe("ssh");
    expect(withOs({ ...targetDraft(), protocol: "none" }, "unix").protocol).toBe("none");
  });
});

describe("the list of targets", () => {
  test("is filtered as the address says, by the server's names", () => {
    const search = { search: "web", os: "linux", sort: "hostname", show: "t1" };
    expect(targetQuery(targetFilterOf(search))).toEqual({ q: "web", os_type: "linux" });
    expect(isTargetFiltered(search)).toBe(true);
    expect(isTargetFiltered({ sort: "name", show: "t1" })).toBe(false);
  });
});

describe("a changed host key", () => {
  const old = hostKey("old", "trusted");

  test("stands against the trusted one of its kind", () => {
    const other = hostKey("rsa", "trusted", { algorithm: "ssh-rsa" });
    const offered = hostKey("new", "offered");
    expect(changedKey([other, old, offered])).toEqual({ offered, trusted: old });
    expect(changedKey([other, offered])).toEqual({ offered, trusted: other });
  });

  test("is none while all are trusted, and has nothing against it where none is", () => {
    expect(changedKey([old])).toBeUndefined();
    const first = hostKey("new", "offered");
    expect(changedKey([first])).toEqual({ offered: first, trusted: undefined });
  });
});
