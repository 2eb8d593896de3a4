// The list of flows, and the examples a newcomer begins with.
export { Examples } from "./Examples";
export { FlowListPage } from "./FlowListPage";
