// A run: its page, and its parts for the editor.
export { RunBar } from "./RunBar";
export { RunDrawer } from "./RunDrawer";
export { RunNode } from "./RunNode";
export { RunPage } from "./RunPage";
export { StepDetail } from "./StepDetail";
