// Global variables.
export { VariablesPage } from "./VariablesPage";
