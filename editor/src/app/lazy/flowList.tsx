// The list of flows.
export { FlowListPage as default } from "../../features/flows";
