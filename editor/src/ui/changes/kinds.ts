// The kinds of changes: each has a sign and a word, so that its colour is never the only one to tell.
import type { ChangeKind } from "../../core/diff";

export interface KindLook {
  sign: string;
  word: string;
  token: string;
}

export const KINDS: Readonly<Record<ChangeKind, KindLook>> = {
  added: { sign: "+", word: "added", token: "success" },
  removed: { sign: "−", word: "removed", token: "failed" },
  changed: { sign: "~", word: "changed", token: "warning" },
  moved: { sign: "→", word: "moved", token: "idle" },
};
