// Fields that choose machines and stored credentials.
export { CredentialPicker, TargetPicker, TargetsPicker } from "../../features/picking";
