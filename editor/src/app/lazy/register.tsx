// Making an account for oneself.
export { RegisterPage as default } from "../../features/session/account";
