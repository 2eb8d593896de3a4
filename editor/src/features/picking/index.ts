// Fields that choose machines and stored credentials.
export { CredentialPicker } from "./CredentialPicker";
export { TargetPicker } from "./TargetPicker";
export { TargetsPicker } from "./TargetsPicker";
