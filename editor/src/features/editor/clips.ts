// Copying and pasting, read in a quiet moment or when somebody does it.
import { readLater } from "../../ui/lazily";

export const readClips = readLater(() => import("./clipboard"));
