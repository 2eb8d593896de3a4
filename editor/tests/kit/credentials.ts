// A made-up type of credential with a field of every kind, and one stored credential of it.
import type { Credential, CredentialField, CredentialType } from "../../src/core/credentials";

export function credentialField(name: string, rest: Partial<CredentialField> = {}): CredentialField {
  const title = name[0]?.toUpperCase() + name.slice(1);
  return { name, title, help: "", kind: "text", secret: false, required: false, ...rest };
}

const field = credentialField;

export const WEB_LOGIN: CredentialType = {
  type: "web_login",
  name: "Web login",
  description: "Signs in to a web service.",
  fields: [
    field("method", {
      kind: "choice",
      required: true,
      default: "basic",
      choices: [
        { value: "basic", label: "Name and password" },
        { value: "token", label: "Token" },
      ],
    }),
    field("username", { required: true, visible_when: { method: "basic" } }),
    field("password", {
      kind: "password",
      secret: true,
      required: true,
      visible_when: { method: ["basic", "digest"] },
    }),
    field("token", { kind: "multiline", secret: true, required: true, visible_when: { method: "token" } }),
    field("port", { kind: "number", default: 443, min: 1, max: 65535 }),
    field("headers", { kind: "json" }),
  ],
};

export const stored: Credential = {
  id: "c1",
  name: "shop",
  type: "web_login",
  description: "",
  fields: { method: "basic", username: "ann", port: 8443 },
  secrets: ["password"],
  revision: 3,
  created_by: "ann",
  created_at: "2026-01-01T00:00:00Z",
  updated_by: "ann",
  updated_at: "2026-01-01T00:00:00Z",
  rotated_by: null,
  rotated_at: null,
  last_used_at: null,
};
