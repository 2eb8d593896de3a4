// The template library.
export { TemplatesPage } from "./TemplatesPage";
