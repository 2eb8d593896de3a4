// The parts of the editor that show a run.
export { RunBar, RunDrawer, RunNode, StepDetail } from "../../features/runs";
