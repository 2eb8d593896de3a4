// The flow editor.
export { EditorPage, type EditorPageProps } from "./EditorPage";
export type { RunPanels } from "./panels";
