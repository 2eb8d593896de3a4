// The flow editor.
export { EditorPage } from "./EditorPage";
export type { RunPanels } from "./panels";
