// Stored credentials.
export { CredentialsPage as default } from "../../features/credentials";
