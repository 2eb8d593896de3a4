// The machines that flows work on.
export { TargetsPage as default } from "../../features/targets";
