// Stored credentials.
export { CredentialsPage } from "./CredentialsPage";
