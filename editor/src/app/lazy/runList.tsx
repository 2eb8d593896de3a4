// The list of runs.
export { RunListPage as default } from "../../features/runs/list";
