// What changed in a flow, as a list.
export { ChangeList } from "./ChangeList";
export { FieldDiff, shortText } from "./FieldDiff";
export { KindMark } from "./KindMark";
export { KINDS } from "./kinds";
