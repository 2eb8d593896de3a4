// What can be asked of a paused run, for those who show no run yet.
export { debugCommands } from "../debugCommands";
