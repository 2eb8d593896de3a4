// The tour for newcomers.
export { Tour } from "./Tour";
