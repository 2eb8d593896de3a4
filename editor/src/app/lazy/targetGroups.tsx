// Groups of those machines.
export { GroupsPage as default } from "../../features/targets";
