// The canvas: draws a document and turns gestures into calls. It changes nothing itself; editor and run view share it.
import "@xyflow/react/dist/base.css";
import { ReactFlowProvider } from "@xyflow/react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type Bench, createBench } from "../../core/bench";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import type { OverlayStore } from "../../core/overlayStore";
import type { Mark, Region } from "../../core/problems";
import { lifted } from "../../core/splice";
import { CanvasContext, type ChangeMarks, createUi, NO_CHANGES } from "./context";
import type { EditingHandlers, Point } from "./handlers";
import { CanvasModel } from "./model";
import { Surface } from "./Surface";
import { type CanvasSelection, type Moving, STILL } from "./useGestures";

const NO_BENCH = createBench();

export interface FlowCanvasProps {
  document: FlowDocument;
  catalog: Catalog;
  overlay: OverlayStore;
  selection: CanvasSelection;
  marks: ReadonlyMap<string, Mark>;
  regions: readonly Region[];
  /** What is marked as different from another version; left out where nothing is compared. */
  changes?: ChangeMarks;
  onSelect: (selection: CanvasSelection) => void;
  /** Breakpoints and pins to mark; left out where there are none. */
  bench?: Bench;
  /** Left out in views that only show. */
  editing?: EditingHandlers;
  label: string;
  /** What stands above a node that has bodies; keep the function the same from one drawing to the next. */
  nodeHeader?: (node: string) => ReactNode;
  children?: ReactNode;
}

export function FlowCanvas(props: FlowCanvasProps) {
  const { document, catalog, selection, marks, overlay, editing, bench = NO_BENCH, nodeHeader } = props;
  const { changes = NO_CHANGES } = props;
  const [ui] = useState(createUi);
  useEffect(() => ui.setState({ changes }), [ui, changes]);
  const [moving, setMoving] = useState<Moving>(STILL);
  const [lift, setLift] = useState<string | null>(null);
  const model = useMemo(() => new CanvasModel(catalog), [catalog]);
  const items = useMemo(
    () => model.buildNodes({ document, selected: selection.nodes, marks, moving }),
    [model, document, selection.nodes, marks, moving],
  );
  const drawn = useMemo(() => (lift ? lifted(document, catalog, lift) : document), [document, catalog, lift]);
  const edges = useMemo(() => model.buildEdges(drawn, selection.wires), [model, drawn, selection.wires]);
  const itemsRef = useLatest(items);
  const drawing = useLatest(document);
  const context = useMemo(() => {
    const show = (places: ReadonlyMap<string, Point> | null) => setMoving(places ?? STILL);
    const by = (nodes: readonly string[], delta: Point) => {
      const ids = new Set(nodes);
      const members = drawing.current.nodes.filter((node) => ids.has(node.id));
      show(new Map(members.map((node) => [node.id, { x: node.x + delta.x, y: node.y + delta.y }])));
    };
    return { overlay, ui, bench, editing, nodeHeader, items: itemsRef, drawing, mover: { by, show } };
  }, [overlay, ui, bench, editing, nodeHeader, itemsRef, drawing]);
  return (
    <ReactFlowProvider>
      <CanvasContext.Provider value={context}>
        <Surface
          {...props}
          items={items}
          edges={edges}
          gesture={{ moving, setMoving, lift, setLift }}
          ui={ui}
        />
      </CanvasContext.Provider>
    </ReactFlowProvider>
  );
}

function useLatest<T>(value: T): { current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
