// What a stored credential is, the form its type asks for, and what is sent of it. No type is known by its name.
import type { Json, JsonObject } from "./document";
import { jsonText, readJson } from "./jsonText";

export interface CredentialField {
  name: string;
  title: string;
  help: string;
  kind: "text" | "password" | "multiline" | "number" | "choice" | "json";
  secret: boolean;
  required: boolean;
  default?: Json;
  choices?: { value: string; label: string }[];
  min?: number;
  max?: number;
  /** The field has its place only while others have one of these values. */
  visible_when?: { [field: string]: Json };
}

export interface CredentialType {
  type: string;
  name: string;
  description: string;
  fields: CredentialField[];
}

/** What is told of a credential. What is secret stays on the server; only that it is there is said. */
export interface Credential {
  id: string;
  name: string;
  type: string;
  description: string;
  fields: JsonObject;
  /** Names of the secret fields that are set. */
  secrets: string[];
  revision: number;
  created_by: string | null;
  created_at: string;
  updated_by: string | null;
  updated_at: string;
  rotated_by: string | null;
  rotated_at: string | null;
  last_used_at: string | null;
}

/** What the address of the list holds. */
export interface CredentialSearch {
  search?: string;
  type?: string;
  /** The credential in the sheet over the list. */
  show?: string;
}

export const CREDENTIAL_SEARCH_NAMES = [
  "search",
  "type",
  "show",
] as const satisfies readonly (keyof CredentialSearch)[];

/** What a form holds: the text of each field. */
export type FieldDrafts = { readonly [field: string]: string };
export type FieldErrors = { readonly [field: string]: string | undefined };

export function textOfField(field: CredentialField, value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return field.kind === "json" ? jsonText(value) : String(value);
}

/** A new one begins with the defaults, a known one with what is stored. Secrets are never filled in. */
export function startingFields(fields: readonly CredentialField[], stored?: JsonObject): FieldDrafts {
  const begin = (hidden: (field: CredentialField) => boolean) =>
    Object.fromEntries(
      fields.map((field) => {
        const fallback = stored === undefined || hidden(field) ? field.default : undefined;
        return [field.name, field.secret ? "" : textOfField(field, stored?.[field.name] ?? fallback)];
      }),
    );
  const known = begin(() => false);
  const shown = shownFields(fields, known);
  return begin((field) => !shown.includes(field));
}

/** The fields that have their place with these values. */
export function shownFields(fields: readonly CredentialField[], drafts: FieldDrafts): CredentialField[] {
  return fields.filter(({ visible_when: wanted = {} }) =>
    Object.entries(wanted).every(([name, values]) => {
      const list = Array.isArray(values) ? values : [values];
      return list.some((value) => String(value) === drafts[name]);
    }),
  );
}

/** A secret that there is, and without which the credential is whole. */
export function canTakeAway(field: CredentialField, set: readonly string[]): boolean {
  return field.secret && !field.required && set.includes(field.name);
}

export interface ReadFields {
  values: JsonObject;
  errors: FieldErrors;
}

/**
 * What is sent for these fields, and what is wrong with them. An empty secret is left out, which leaves it as it is;
 * `set` are the secrets that there are already, `gone` those of them that are taken away.
 */
export function readFields(
  fields: readonly CredentialField[],
  drafts: FieldDrafts,
  set: readonly string[] = [],
  gone: readonly string[] = [],
): ReadFields {
  const values: JsonObject = {};
  const errors: { [field: string]: string } = {};
  for (const field of fields) {
    const text = drafts[field.name] ?? "";
    if (text.trim() === "") {
      const isThere = field.secret && set.includes(field.name);
      if (gone.includes(field.name)) values[field.name] = null;
      else if (field.required && !isThere) errors[field.name] = `${field.title} is needed.`;
      continue;
    }
    const { value, error } = readField(field, text);
    if (error !== undefined) errors[field.name] = error;
    else if (value !== undefined) values[field.name] = value;
  }
  return { values, errors };
}

function readField(field: CredentialField, text: string): { value?: Json; error?: string } {
  if (field.kind === "json") return readJson(text);
  if (field.kind !== "number") return { value: text };
  const value = Number(text);
  return Number.isFinite(value) ? { value, error: outOfBounds(field, value) } : { error: "Use digits only." };
}

function outOfBounds({ min, max }: CredentialField, value: number): string | undefined {
  if (min !== undefined && value < min) return `Use ${min} or more.`;
  return max !== undefined && value > max ? `Use ${max} or less.` : undefined;
}
