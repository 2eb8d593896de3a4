// An account of one's own: making one, and the page about it.
export { ProfilePage } from "./ProfilePage";
export { RegisterPage } from "./RegisterPage";
