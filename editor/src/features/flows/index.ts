// The list of flows.
export { FlowListPage } from "./FlowListPage";
