// The versions of a flow, and what changed between two of them.
export { VersionsPage } from "./VersionsPage";
