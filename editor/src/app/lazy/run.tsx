// The page of one run.
export { RunPage as default } from "../../features/runs";
