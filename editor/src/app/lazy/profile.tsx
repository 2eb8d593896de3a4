// One's own profile.
export { ProfilePage as default } from "../../features/session/account";
