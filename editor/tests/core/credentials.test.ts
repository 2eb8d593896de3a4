// The form of a credential: what it begins with, which fields have their place, and what is sent of it.
import { describe, expect, test } from "vitest";
import { readFields, shownFields, startingFields } from "../../src/core/credentials";
import { credentialField as field, WEB_LOGIN } from "../kit/credentials";

const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name);

describe("what a form begins with", () => {
  test("a new one has the defaults of its type", () => {
    expect(startingFields(WEB_LOGIN.fields)).toEqual({
      method: "basic",
      username: "",
      password: "",
      token: "",
      port: "443",
      headers: "",
    });
  });

  test("a known one has what is stored, and no secret", () => {
    const stored = { method: "token", headers: { a: 1 }, token: "leaked" };
    const drafts = startingFields(WEB_LOGIN.fields, stored);
    expect(drafts).toMatchObject({ method: "token", port: "", token: "" });
    expect(JSON.parse(drafts.headers ?? "")).toEqual({ a: 1 });
  });

  test("a field that has no place yet has its default ready", () => {
    const fields = [field("kind"), field("size", { default: 3, visible_when: { kind: "b" } })];
    expect(startingFields(fields, { kind: "a" })).toEqual({ kind: "a", size: "3" });
    expect(startingFields(fields, { kind: "b" })).toEqual({ kind: "b", size: "" });
  });
});

describe("which fields have their place", () => {
  test("follows one value or several of another field", () => {
    const drafts = startingFields(WEB_LOGIN.fields);
    expect(names(shownFields(WEB_LOGIN.fields, drafts))).toEqual([
      "method",
      "username",
      "password",
      "port",
      "headers",
    ]);
    expect(names(shownFields(WEB_LOGIN.fields, { ...drafts, method: "token" }))).toEqual([
      "method",
      "token",
      "port",
      "headers",
    ]);
    const several = [field("size", { visible_when: { count: [1, 2] } })];
    expect(shownFields(several, { count: "2" })).toHaveLength(1);
    expect(shownFields(several, { count: "3" })).toHaveLength(0);
  });
});

describe("what is sent", () => {
  const read = (drafts: { [name: string]: string }, set?: string[]) => {
    const all = { ...startingFields(WEB_LOGIN.fields), ...drafts };
    return readFields(shownFields(WEB_LOGIN.fields, all), all, set);
  };

  test("is what has its place, each as its kind", () => {
    const { values, errors } = read({
      username: "ann",
      password: "x",
      token: "hidden",
      headers: '{"accept": "*/*"}',
    });
    expect(errors).toEqual({});
    expect(values).toEqual({
      method: "basic",
      username: "ann",
      password: "x",
      port: 443,
      headers: { accept: "*/*" },
    });
  });

  test("lacks a secret that is not typed anew", () => {
    const { values, errors } = read({ username: "ann" }, ["password"]);
    expect(errors).toEqual({});
    expect("password" in values).toBe(false);
  });

  test("says that a secret is taken away, unless another is typed", () => {
    const key = field("key", { secret: true });
    expect(readFields([key], { key: "" }, ["key"], ["key"]).values).toEqual({ key: null });
    expect(readFields([key], { key: "x" }, ["key"], ["key"]).values).toEqual({ key: "x" });
  });

  test("keeps a secret as it was typed, with its spaces and lines", () => {
    const key = "-----BEGIN KEY-----\nabc\n-----END KEY-----\n";
    expect(readFields([field("key", { kind: "multiline", secret: true })], { key }).values).toEqual({ key });
  });

  test("is said to be wrong where it is", () => {
    expect(read({}).errors).toEqual({ username: "Username is needed.", password: "Password is needed." });
    const others = { username: "ann", password: "x" };
    expect(read({ ...others, port: "0" }).errors).toEqual({ port: "Use 1 or more." });
    expect(read({ ...others, port: "70000" }).errors).toEqual({ port: "Use 65535 or less." });
    expect(read({ ...others, port: "x" }).errors).toEqual({ port: "Use digits only." });
    expect(read({ ...others, headers: "{" }).errors.headers).toContain("not JSON");
  });
});
