// The canvas module: nothing outside it knows React Flow.
export { type ChangeMark, type ChangeMarks, NO_CHANGES } from "./context";
export { FlowCanvas } from "./FlowCanvas";
export { DRAG_TYPE, type EditingHandlers, type Point } from "./handlers";
export { useCanvasView } from "./useCanvasView";
export type { CanvasSelection } from "./useGestures";
