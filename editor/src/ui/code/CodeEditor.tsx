// The code editor itself (CodeMirror). Loaded only when a code field is shown; see CodeField for what stands in.
import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { CodeFieldProps } from "./CodeField";
import { loadLanguage } from "./languages";

const look = EditorView.theme({
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

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--oc-cat-data)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--oc-st-success)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--oc-st-warning)" },
  { tag: [tags.comment], color: "var(--oc-muted)", fontStyle: "italic" },
  { tag: [tags.propertyName, tags.definition(tags.variableName)], color: "var(--oc-cat-http)" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], color: "var(--oc-accent)" },
]);

export default function CodeEditor(props: CodeFieldProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const onChange = useRef(props.onChange);
  const initial = useRef(props);
  useEffect(() => {
    onChange.current = props.onChange;
  });

  useEffect(() => {
    if (!host.current) return;
    const language = new Compartment();
    const state = EditorState.create({
      doc: initial.current.value,
      extensions: [language.of([]), extensionsFor(initial.current, (text) => onChange.current?.(text))],
    });
    const editor = new EditorView({ state, parent: host.current });
    view.current = editor;
    loadLanguage(initial.current.language).then((extension) => {
      if (extension && view.current === editor) editor.dispatch({ effects: language.reconfigure(extension) });
    });
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === props.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);

  return <div ref={host} />;
}

function extensionsFor(props: CodeFieldProps, report: (text: string) => void): Extension {
  return [
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    look,
    syntaxHighlighting(colours),
    props.minLines && props.minLines > 3 ? lineNumbers() : [],
    props.placeholder ? placeholderText(props.placeholder) : [],
    EditorState.readOnly.of(props.readOnly === true),
    EditorView.contentAttributes.of({
      "aria-label": props.label,
      ...(props.testId ? { "data-testid": props.testId } : {}),
    }),
    EditorView.theme({
      ".cm-content, .cm-gutters": { minHeight: `${(props.minLines ?? 1) * 18 + 14}px !important` },
      ".cm-scroller": { maxHeight: "360px", overflow: "auto" },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) report(update.state.doc.toString());
    }),
  ];
}
