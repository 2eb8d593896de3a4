// Targets, and groups of them.
export { GroupsPage } from "./groups/GroupsPage";
export { TargetsPage } from "./TargetsPage";
