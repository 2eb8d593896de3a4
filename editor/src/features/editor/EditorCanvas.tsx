// Joins the canvas to the document: gestures become operations.
import { Text } from "@mantine/core";
import { useEffect, useMemo } from "react";
import { marksByNode } from "../../core/problems";
import { type EditingHandlers, FlowCanvas, useCanvasView } from "../../ui/canvas";
import classes from "./Editor.module.css";
import { addNode, addWire, refuse } from "./edit";
import { type Session, useEditor, useEditorSession, useView } from "./session";

export function EditorCanvas() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  const problems = useView((view) => view.problems);
  const regions = useView((view) => view.regions);
  const marks = useMemo(() => marksByNode(problems), [problems]);
  const editing = useMemo(() => (session.mayEdit ? handlersFor(session) : undefined), [session]);
  return (
    <div className={classes.canvas}>
      <FlowCanvas
        label={`Flow ${document.name}`}
        document={document}
        catalog={session.catalog}
        overlay={session.overlay}
        bench={session.bench}
        selection={selection}
        marks={marks}
        regions={regions}
        onSelect={session.store.getState().select}
        editing={editing}
      >
        <ViewBridge />
      </FlowCanvas>
      {document.nodes.length === 0 && (
        <div className={classes.hint}>
          <Text fw={650}>This flow is empty</Text>
          <Text size="sm" c="dimmed">
            Choose a node on the left, or press N on the canvas.
          </Text>
        </div>
      )}
    </div>
  );
}

/** Lets commands move the view while the canvas is there. */
function ViewBridge() {
  const { canvas } = useEditorSession();
  const view = useCanvasView();
  useEffect(() => {
    canvas.current = view;
    return () => {
      canvas.current = null;
    };
  }, [canvas, view]);
  return null;
}

function handlersFor(session: Session): EditingHandlers {
  const apply = session.store.getState().apply;
  const place = (at: { x: number; y: number }) => session.canvas.current?.toCanvas(at) ?? at;
  return {
    onMove: (positions) =>
      apply({ kind: "moveNodes", positions: positions.map(({ id, x, y }) => ({ id, x, y })) }),
    onConnect: (wire) => addWire(session, wire),
    onRefuse: (reason) => refuse(session, reason),
    onDropWire: (from, at) => session.view.setState({ quickAdd: { at, place: place(at), from } }),
    onOpenPalette: (at) => session.view.setState({ quickAdd: { at, place: place(at) } }),
    onDropType: (type, at) => {
      const descriptor = session.catalog.get(type);
      if (descriptor) addNode(session, descriptor, { x: at.x - 100, y: at.y - 28 });
    },
  };
}
