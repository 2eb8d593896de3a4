// The versions of a flow.
export { VersionsPage as default } from "../../features/versions";
