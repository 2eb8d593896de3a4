// The fields that choose machines and stored credentials, read when the first of them is shown.
import { lazily } from "../ui/lazily";
import type { Pickers } from "../ui/pick/pickers";

const read = () => import("./lazy/picking");

export const pickers: Pickers = {
  Target: lazily(() => read().then((parts) => parts.TargetPicker), 1),
  Targets: lazily(() => read().then((parts) => parts.TargetsPicker), 1),
  Credential: lazily(() => read().then((parts) => parts.CredentialPicker), 1),
};
