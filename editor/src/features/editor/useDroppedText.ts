// Files and templates dropped on the canvas, and text pasted by the browser's own menu: their nodes become nodes of this flow.
import { useEffect, useMemo } from "react";
import { readClips } from "./clips";
import type { Session } from "./session";
import { TEMPLATE_DRAG } from "./templates/drag";

export function useDroppedText(session: Session) {
  useEffect(() => {
    if (!session.mayEdit) return;
    const onPaste = (event: ClipboardEvent) => {
      const { target } = event;
      const isHere =
        target === document.body || (target instanceof Element && target.closest('[data-testid="canvas"]'));
      const text = event.clipboardData?.getData("text/plain");
      if (!isHere || !text || (target as Element).matches("input, textarea")) return;
      event.preventDefault();
      readClips().then(({ addText }) => addText(session, text));
    };
    window.addEventListener("paste", onPaste);
    return () => window.removeEventListener("paste", onPaste);
  }, [session]);
  return useMemo(() => (session.mayEdit ? dropHandlers(session) : {}), [session]);
}

function dropHandlers(session: Session) {
  return {
    onDragOver: (event: React.DragEvent) => {
      const { types } = event.dataTransfer;
      if (!types.includes("Files") && !types.includes(TEMPLATE_DRAG)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy" as const;
    },
    onDrop: (event: React.DragEvent) => {
      const file = event.dataTransfer.files[0];
      const template = event.dataTransfer.getData(TEMPLATE_DRAG);
      if (!file && !template) return;
      event.preventDefault();
      const pointer = { x: event.clientX, y: event.clientY };
      const at = session.canvas.current?.toCanvas(pointer) ?? pointer;
      if (file) import("./exchange/importing").then(({ takeInFile }) => takeInFile(session, file, at));
      else session.view.setState({ inserting: { template, at } });
    },
  };
}
