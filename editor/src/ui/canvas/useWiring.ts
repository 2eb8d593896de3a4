// Drawing a wire: which ports light up, which ends are refused and why, and what a drop in the open means.
import type { Connection, Edge, FinalConnectionState, OnConnectStartParams } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument, Wire } from "../../core/document";
import { checkConnection, type PortRef, validEnds } from "../../core/wiring";
import type { WiringState } from "./context";
import { portRef } from "./model";

export interface WiringHandlers {
  onConnect: (wire: Omit<Wire, "id">) => void;
  onRefuse: (reason: string) => void;
  /** The wire was dropped where there is nothing; `at` is in window coordinates. */
  onDropWire: (from: PortRef, at: { x: number; y: number }) => void;
}

interface Input {
  document: FlowDocument;
  catalog: Catalog;
  editing?: WiringHandlers;
}

export function useWiring(input: Input, wiring: StoreApi<WiringState>) {
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  return useMemo(() => {
    const check = (from: PortRef, to: PortRef) =>
      checkConnection(latest.current.document, latest.current.catalog, from, to);
    const connect = (from: PortRef, to: PortRef) => {
      const result = check(from, to);
      if (result.ok) latest.current.editing?.onConnect(result.wire);
      else latest.current.editing?.onRefuse(result.reason);
    };
    return {
      isValidConnection: (connection: Connection | Edge) => {
        const [source, target] = endsOf(connection);
        return source !== undefined && target !== undefined && check(source, target).ok;
      },
      onConnectStart: (_event: MouseEvent | TouchEvent, start: OnConnectStartParams) => {
        const { document, catalog } = latest.current;
        if (!start.nodeId || !start.handleId) return;
        wiring.setState({ valid: validEnds(document, catalog, portRef(start.nodeId, start.handleId)) });
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
        const { valid } = wiring.getState();
        wiring.setState({ valid: null });
        const from = end.fromHandle?.id ? portRef(end.fromHandle.nodeId, end.fromHandle.id) : undefined;
        if (!from) return;
        if (end.toHandle?.id) return connect(from, portRef(end.toHandle.nodeId, end.toHandle.id));
        const at = pointOf(event);
        const over = document.elementFromPoint(at.x, at.y);
        const node = over?.closest(".react-flow__node")?.getAttribute("data-id");
        if (node && node !== from.node) return connect(from, firstEnd(node, from, valid));
        if (over?.classList.contains("react-flow__pane")) latest.current.editing?.onDropWire(from, at);
      },
    };
  }, [wiring]);
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
