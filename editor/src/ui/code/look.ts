// How code looks, in editors and in comparisons.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const look = EditorView.theme({
  "&": {
    fontSize: "12.5px",
    backgroundColor: "var(--oc-surface)",
    color: "var(--oc-text)",
    borderRadius: "8px",
  },
  "&.cm-focused": { outline: "2px solid var(--oc-focus)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "var(--oc-mono)", caretColor: "var(--oc-text)", padding: "7px 0" },
  ".cm-line": { padding: "0 10px" },
  ".cm-gutters": { backgroundColor: "var(--oc-raised)", color: "var(--oc-muted)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--oc-text)" },
  ".cm-placeholder": { color: "var(--oc-muted)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--oc-accent) 28%, transparent) !important",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--oc-accent-soft)", outline: "1px solid var(--oc-accent)" },
});

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--oc-cat-data)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--oc-st-success)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--oc-st-warning)" },
  { tag: [tags.comment], color: "var(--oc-muted)", fontStyle: "italic" },
  { tag: [tags.propertyName, tags.definition(tags.variableName)], color: "var(--oc-cat-http)" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], color: "var(--oc-accent)" },
]);
