// The global variables.
export { VariablesPage as default } from "../../features/variables";
