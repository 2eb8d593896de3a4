// What helps while typing code: completion, an underlined mistake, and braces that stand out of a text.
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  completionStatus,
  insertCompletionText,
} from "@codemirror/autocomplete";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { fitting, type Option } from "../../core/completion";
import type { CodeFieldProps, Mistake } from "./CodeField";

const TYPES: Readonly<Record<Option["kind"], string>> = {
  field: "property",
  name: "variable",
  function: "function",
  filter: "keyword",
};

/** Escape closes the list, not the dialog around it. */
const KEEPS_ESCAPE = { "data-mantine-stop-propagation": "true" };

export function completing(complete: () => CodeFieldProps["complete"]): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const completion = complete()?.(text, context.pos);
    if (!completion) return null;
    const typed = text.slice(completion.from, context.pos);
    if (typed === "" && !context.explicit && !/(\{\{|\|)\s*$/.test(text.slice(0, context.pos))) return null;
    return {
      from: completion.from,
      filter: false,
      options: fitting(completion, text, context.pos).map((option) => ({
        label: option.label,
        detail: option.detail,
        info: option.info,
        type: TYPES[option.kind],
        apply: (view, _completion, from, to) =>
          view.dispatch(insertCompletionText(view.state, option.insert, from, to)),
      })),
    };
  };
  return [
    autocompletion({ override: [source], icons: false, defaultKeymap: false, maxRenderedOptions: 60 }),
    keymap.of(completionKeymap),
    EditorView.contentAttributes.of((view) =>
      completionStatus(view.state) === "active" ? KEEPS_ESCAPE : null,
    ),
    look,
  ];
}

const hole = Decoration.mark({ class: "cm-hole" });
const holes = new MatchDecorator({ regexp: /\{\{.*?\}\}|\{%.*?%\}/g, decoration: hole });

/** `{{ }}` in another language, such as a command. */
export const marksHoles: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = holes.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = holes.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export function showMistakes(view: EditorView, mistakes: readonly Mistake[]): void {
  const diagnostics = mistakes.map((mistake) => diagnosticAt(view, mistake));
  view.dispatch(
    setDiagnostics(
      view.state,
      diagnostics.sort((a, b) => a.from - b.from),
    ),
  );
}

/** From the place to the end of the word there; at the end of the text, its last letter. */
function diagnosticAt(view: EditorView, { message, at, severity = "error" }: Mistake): Diagnostic {
  const text = view.state.doc.toString();
  const from = Math.max(0, Math.min(at, text.length - 1));
  const word = /^[A-Za-z0-9_]+/.exec(text.slice(from))?.[0] ?? "";
  const to = Math.min(text.length, from + Math.max(1, word.length));
  return { from: Math.min(from, to), to, severity, message };
}

const look = EditorView.theme({
  ".cm-tooltip": {
    border: "1px solid var(--oc-border)",
    borderRadius: "8px",
    overflow: "hidden",
    backgroundColor: "var(--oc-surface)",
    color: "var(--oc-text)",
    boxShadow: "var(--oc-shadow)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--oc-mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--oc-accent-soft)",
    color: "var(--oc-text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": {
    color: "var(--oc-muted)",
    fontStyle: "normal",
    fontFamily: "system-ui, sans-serif",
    marginLeft: "10px",
  },
  ".cm-completionInfo": {
    padding: "6px 10px",
    fontFamily: "var(--oc-mono)",
    fontSize: "12px",
    maxWidth: "340px",
    overflowWrap: "anywhere",
  },
});

export const holeLook: Extension = EditorView.theme({
  ".cm-hole": { color: "var(--oc-accent)", backgroundColor: "var(--oc-accent-soft)", borderRadius: "3px" },
  ".cm-hole span": { color: "inherit" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--oc-st-failed)",
    textUnderlineOffset: "3px",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--oc-st-failed)", padding: "6px 10px" },
});
