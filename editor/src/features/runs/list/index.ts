// The list of runs, apart from the page of one run so that it loads without the canvas.
export { RunListPage } from "./RunListPage";
