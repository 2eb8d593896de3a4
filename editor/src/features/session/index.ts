// Signing in and out, and the account menu.
export { PasswordBanner } from "./ChangePassword";
export { LoginPage } from "./LoginPage";
export { SessionEnded } from "./SessionEnded";
export { Unreachable } from "./Unreachable";
export { UserMenu } from "./UserMenu";
