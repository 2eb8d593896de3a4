// The code editor itself (CodeMirror). Loaded only when a code field is shown; see CodeField for what stands in.
import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from "@codemirror/view";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { change, Told } from "../told";
import type { Caret, CodeEditorProps, CodeFieldProps } from "./CodeField";
import { completing, holeLook, marksHoles, showMistakes } from "./help";
import { loadLanguage } from "./languages";
import { colours, look } from "./look";

/** The text follows the document, after an undo, say. Telling that as typed would be a step of its own. */
const fromOutside = Annotation.define<true>();

export default function CodeEditor({ caret, ...props }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const current = useRef(props);
  const told = useRef(new Told());
  const language = useRef(new Compartment());
  useLayoutEffect(() => {
    current.current = props;
  });

  // At once with the page, so that no key is lost between what stood in and this.
  useLayoutEffect(() => {
    if (!host.current) return;
    const { value, autoFocus } = current.current;
    const atEnd = { from: value.length, to: value.length };
    const place = caret.current === undefined && autoFocus ? atEnd : caret.current;
    const state = EditorState.create({
      doc: value,
      selection: selectionOf(place ?? { from: 0, to: 0 }, value.length),
      extensions: [language.current.of([]), extensionsFor(current, told.current)],
    });
    const editor = new EditorView({ state, parent: host.current });
    view.current = editor;
    if (place) editor.focus();
    const { handle } = current.current;
    if (handle) {
      handle.current = { insert: (text) => insertAtCursor(editor, text), goTo: (at) => goTo(editor, at) };
    }
    return () => {
      view.current = null;
      if (handle) handle.current = null;
      editor.destroy();
    };
  }, [caret]);

  useEffect(() => {
    const editor = view.current;
    loadLanguage(props.language).then((extension) => {
      if (view.current !== editor) return;
      editor?.dispatch({ effects: language.current.reconfigure(extension ?? []) });
    });
  }, [props.language]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || told.current.isEcho(props.value)) return;
    const changes = change(editor.state.doc.toString(), props.value);
    if (changes) editor.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [props.value]);

  const { mistake, mistakes } = props;
  useEffect(() => {
    if (view.current) showMistakes(view.current, mistakes ?? (mistake ? [mistake] : []));
  }, [mistake, mistakes]);

  return <div ref={host} />;
}

function selectionOf({ from, to }: Caret, length: number) {
  return { anchor: Math.min(from, length), head: Math.min(to, length) };
}

function goTo(editor: EditorView, at: number): void {
  editor.dispatch({ selection: { anchor: Math.min(at, editor.state.doc.length) }, scrollIntoView: true });
  editor.focus();
}

function insertAtCursor(editor: EditorView, text: (whole: string, at: number) => string): void {
  const { from, to } = editor.state.selection.main;
  const insert = text(editor.state.doc.toString(), from);
  editor.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
  editor.focus();
}

function extensionsFor(current: Readonly<RefObject<CodeFieldProps>>, told: Told): Extension {
  const props = current.current;
  return [
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    props.complete ? completing(() => current.current.complete) : [],
    keymap.of([...defaultKeymap, ...historyKeymap]),
    look,
    syntaxHighlighting(colours),
    props.isTemplate ? marksHoles : [],
    holeLook,
    props.minLines && props.minLines > 3 ? lineNumbers() : [],
    props.placeholder ? placeholderText(props.placeholder) : [],
    EditorState.readOnly.of(props.readOnly === true),
    EditorView.contentAttributes.of({
      "aria-label": props.label,
      ...(props.testId ? { "data-testid": props.testId } : {}),
    }),
    EditorView.theme({
      ".cm-content, .cm-gutters": { minHeight: `${(props.minLines ?? 1) * 18 + 14}px !important` },
      ".cm-scroller": { maxHeight: `${props.maxHeight ?? 360}px`, overflow: "auto" },
    }),
    EditorView.updateListener.of((update) => {
      const isTyped = update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside));
      if (isTyped) current.current.onChange?.(told.tell(update.state.doc.toString()));
    }),
  ];
}
