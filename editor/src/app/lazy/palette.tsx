// The dialog that finds pages, flows and runs.
export { PaletteDialog as default } from "../palette/PaletteDialog";
