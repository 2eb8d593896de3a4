// Languages of code fields, loaded one by one when first needed.
import { StreamLanguage } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";

const loaders: Readonly<Record<string, () => Promise<Extension>>> = {
  json: async () => {
    const { json, jsonParseLinter } = await import("@codemirror/lang-json");
    const check = jsonParseLinter();
    return [json(), linter((view) => (view.state.doc.toString().trim() === "" ? [] : check(view)))];
  },
  /** JSON whose mistakes are found by whoever shows it. */
  flow: async () => (await import("@codemirror/lang-json")).json(),
  yaml: async () => (await import("@codemirror/lang-yaml")).yaml(),
  sql: async () => (await import("@codemirror/lang-sql")).sql(),
  rhai: async () => StreamLanguage.define((await import("@codemirror/legacy-modes/mode/rust")).rust),
  shell: async () => StreamLanguage.define((await import("@codemirror/legacy-modes/mode/shell")).shell),
  powershell: async () =>
    StreamLanguage.define((await import("@codemirror/legacy-modes/mode/powershell")).powerShell),
};

const aliases: Readonly<Record<string, string>> = {
  bash: "shell",
  sh: "shell",
  zsh: "shell",
  pwsh: "powershell",
  rust: "rhai",
};

/** Nothing where the language is not known, or cannot be read: code without colours is code all the same. */
export async function loadLanguage(name: string | undefined): Promise<Extension | undefined> {
  const load = name === undefined ? undefined : loaders[aliases[name] ?? name];
  return load?.().catch(() => undefined);
}
