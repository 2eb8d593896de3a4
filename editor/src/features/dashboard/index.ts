// The first page after logging in.
export { DashboardPage } from "./DashboardPage";
