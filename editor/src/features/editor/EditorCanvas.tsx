// Joins the canvas to the document: gestures become operations.
import { Text } from "@mantine/core";
import { useEffect, useMemo } from "react";
import { measure } from "../../core/geometry";
import { marksByNode } from "../../core/problems";
import {
  type ChangeMarks,
  type EditingHandlers,
  FlowCanvas,
  NO_CHANGES,
  useCanvasView,
} from "../../ui/canvas";
import { lazyDialog } from "../../ui/lazily";
import classes from "./Editor.module.css";
import { addNode, addWire, insertNode, refuse } from "./edit";
import { useChanges } from "./publish/useChanges";
import { type Session, useEditor, useEditorSession, useView } from "./session";
import { useDroppedText } from "./useDroppedText";

const ConnectBar = lazyDialog(() => import("./connect/ConnectBar").then((it) => it.ConnectBar));

export function EditorCanvas() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  const problems = useView((view) => view.problems);
  const regions = useView((view) => view.regions);
  const marks = useMemo(() => marksByNode(problems), [problems]);
  const changes = useUnpublished();
  const hasMinimap = useView((view) => view.isMinimapOpen);
  const isConnecting = useView((view) => view.dialog === "connect");
  const drops = useDroppedText(session);
  const editing = useMemo(() => (session.mayEdit ? handlersFor(session) : undefined), [session]);
  return (
    <div className={classes.canvas} data-minimap={hasMinimap ? undefined : "off"} {...drops}>
      <FlowCanvas
        label={`Flow ${document.name}`}
        document={document}
        catalog={session.catalog}
        overlay={session.overlay}
        bench={session.bench}
        selection={selection}
        marks={marks}
        changes={changes}
        regions={regions}
        onSelect={session.store.getState().select}
        editing={editing}
      >
        <ViewBridge />
      </FlowCanvas>
      <ConnectBar opened={isConnecting} onClose={() => session.view.setState({ dialog: null })} />
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

/** The nodes that are not as they are published. */
function useUnpublished(): ChangeMarks {
  const changes = useChanges();
  return useMemo(() => {
    const nodes = changes.filter(({ part, kind }) => part === "nodes" && kind !== "removed");
    return { ...NO_CHANGES, nodes: new Map(nodes.map(({ id }) => [id, "unpublished"])) };
  }, [changes]);
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
    apply,
    onConnect: (wire) => addWire(session, wire),
    onRefuse: (reason) => refuse(session, reason),
    onDropWire: (from, at) => session.view.setState({ quickAdd: { at, place: place(at), from } }),
    onOpenPalette: (at) => session.view.setState({ quickAdd: { at, place: place(at) } }),
    onDropType: (type, at, wire) => {
      const descriptor = session.catalog.get(type);
      if (!descriptor) return;
      const exactly = descriptor.shape === "junction" ? at : undefined;
      if (wire && insertNode(session, descriptor, wire, exactly)) return;
      const { width, height } = measure(descriptor, descriptor.defaults).size;
      addNode(session, descriptor, { x: at.x - width / 2, y: at.y - height / 2 });
    },
    onInsert: (wire, at) => session.view.setState({ quickAdd: { at, place: place(at), wire } }),
  };
}
