// The canvas module: nothing outside it knows React Flow.
export { type CanvasSelection, DRAG_TYPE, type EditingHandlers, FlowCanvas, type Point } from "./FlowCanvas";
export { useCanvasView } from "./useCanvasView";
