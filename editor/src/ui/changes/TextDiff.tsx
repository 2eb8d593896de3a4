// Two texts in one, line by line: what went is marked −, what came +. Loaded when first shown.
import { syntaxHighlighting } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { loadLanguage } from "../code/languages";
import { colours, look } from "../code/look";

interface TextDiffProps {
  before: string;
  after: string;
  language?: string;
  label: string;
}

const sign = (content: string) => ({ content: `"${content}"`, position: "absolute", left: "9px" });

const marks = EditorView.theme({
  ".cm-line, .cm-deletedLine": { position: "relative", padding: "0 10px 0 26px" },
  ".cm-changedLine": {
    backgroundColor: "color-mix(in srgb, var(--oc-st-success) 12%, transparent) !important",
    boxShadow: "inset 3px 0 0 var(--oc-st-success)",
  },
  ".cm-changedLine::before": sign("+"),
  ".cm-deletedChunk": {
    backgroundColor: "color-mix(in srgb, var(--oc-st-failed) 10%, transparent) !important",
    boxShadow: "inset 3px 0 0 var(--oc-st-failed)",
    padding: "0",
  },
  ".cm-deletedLine::before": sign("−"),
  ".cm-deletedLine del": { textDecorationColor: "var(--oc-st-failed)" },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: "none !important", fontWeight: 650 },
  ".cm-deletedText": { background: "none !important", fontWeight: 650 },
  ".cm-scroller": { maxHeight: "300px", overflow: "auto" },
});

export default function TextDiff({ before, after, language, label }: TextDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const spoken = new Compartment();
    const extensions = [
      spoken.of([]),
      marks,
      look,
      syntaxHighlighting(colours),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      EditorView.editable.of(false),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: false,
        collapseUnchanged: { margin: 2 },
      }),
    ];
    const view = new EditorView({
      state: EditorState.create({ doc: after, extensions }),
      parent: host.current,
    });
    let isThere = true;
    loadLanguage(language).then((extension) => {
      if (isThere && extension) view.dispatch({ effects: spoken.reconfigure(extension) });
    });
    return () => {
      isThere = false;
      view.destroy();
    };
  }, [before, after, language, label]);
  return <div ref={host} data-testid="text-diff" />;
}
