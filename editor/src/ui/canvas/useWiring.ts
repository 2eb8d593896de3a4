// Drawing a wire, or moving one end of it: which ports light up, which ends are refused and why, and what a drop in
// the open means.
import type { Connection, Edge, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import { checkConnection, type PortRef, validEnds } from "../../core/wiring";
import type { UiState } from "./context";
import type { EditingHandlers } from "./handlers";
import { portRef } from "./model";

interface Input {
  document: FlowDocument;
  catalog: Catalog;
  editing?: EditingHandlers;
}

export function useWiring(input: Input, ui: StoreApi<UiState>) {
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  return useMemo(() => {
    /** The wire whose end is being moved; it counts as gone meanwhile. */
    let held: string | null = null;
    const drawing = () => without(latest.current.document, held);
    const check = (from: PortRef, to: PortRef) =>
      checkConnection(drawing(), latest.current.catalog, from, to);
    const connect = (from: PortRef, to: PortRef) => {
      const { document, editing } = latest.current;
      const result = check(from, to);
      const old = document.wires.find((wire) => wire.id === held);
      if (!result.ok) editing?.onRefuse(result.reason);
      else if (old) editing?.apply(reattach(old, result.wire));
      else editing?.onConnect(result.wire);
    };
    return {
      isValidConnection: (connection: Connection | Edge) => {
        const [source, target] = endsOf(connection);
        return source !== undefined && target !== undefined && check(source, target).ok;
      },
      onReconnect: ignore,
      onReconnectStart: (_event: unknown, edge: Edge) => {
        held = edge.id;
      },
      onReconnectEnd: () => {
        held = null;
      },
      onConnectStart: (_event: MouseEvent | TouchEvent, start: OnConnectStartParams) => {
        if (!start.nodeId || !start.handleId) return;
        const from = portRef(start.nodeId, start.handleId);
        ui.setState({ valid: validEnds(drawing(), latest.current.catalog, from) });
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
        const { valid } = ui.getState();
        ui.setState({ valid: null });
        const from = end.fromHandle?.id ? portRef(end.fromHandle.nodeId, end.fromHandle.id) : undefined;
        if (!from) return;
        if (end.toHandle?.id) return connect(from, portRef(end.toHandle.nodeId, end.toHandle.id));
        const at = pointOf(event);
        const over = document.elementFromPoint(at.x, at.y);
        const node = over?.closest(".react-flow__node")?.getAttribute("data-id");
        if (node && node !== from.node) return connect(from, firstEnd(node, from, valid));
        if (!held && over?.classList.contains("react-flow__pane"))
          latest.current.editing?.onDropWire(from, at);
      },
    };
  }, [ui]);
}

/** React Flow shows the ends of wires as movable only when there is a handler. */
function ignore(): void {}

function without(document: FlowDocument, wire: string | null): FlowDocument {
  return wire === null ? document : { ...document, wires: document.wires.filter((item) => item.id !== wire) };
}

/** The same wire with its name and label, between other ports. */
function reattach(old: FlowDocument["wires"][number], ends: Omit<FlowDocument["wires"][number], "id">) {
  return { kind: "rewire" as const, wire: old.id, wires: [{ ...old, ...ends }] };
}

/** A wire dropped on a node's body means its first port that fits, else its main port, which says why not. */
function firstEnd(node: string, from: PortRef, valid: ReadonlySet<string> | null): PortRef {
  const side = from.side === "output" ? "input" : "output";
  const key = [...(valid ?? [])].find((item) => item.startsWith(`${node}/`));
  return { node, port: key ? key.slice(node.length + 1) : side === "input" ? "in" : "output", side };
}

function endsOf(connection: Connection | Edge): [PortRef | undefined, PortRef | undefined] {
  const { source, sourceHandle, target, targetHandle } = connection;
  return [
    sourceHandle ? portRef(source, sourceHandle) : undefined,
    targetHandle ? portRef(target, targetHandle) : undefined,
  ];
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
