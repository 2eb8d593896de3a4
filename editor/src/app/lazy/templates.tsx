// The template library.
export { TemplatesPage as default } from "../../features/templates";
