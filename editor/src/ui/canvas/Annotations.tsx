// Notes and named groups behind the nodes. What draws them is read only where there are any.
import { memo, Suspense, useMemo } from "react";
import { notesOf } from "../../core/annotations";
import type { FlowDocument } from "../../core/document";
import { lazyAhead, readLater } from "../lazily";
import type { GroupFrame } from "./frames";

const AnnotationLayer = lazyAhead(() => import("./AnnotationLayer"));
readLater(AnnotationLayer.read);

interface AnnotationsProps {
  document: FlowDocument;
  frames: readonly GroupFrame[];
}

export const Annotations = memo(function Annotations({ document, frames }: AnnotationsProps) {
  const source = document.notes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the notes matter, not the rest of the document
  const notes = useMemo(() => notesOf(document), [source]);
  if (notes.length === 0 && frames.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <AnnotationLayer notes={notes} frames={frames} />
    </Suspense>
  );
});
