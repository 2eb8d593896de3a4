// Whether a log-in happened in this browser. The session itself is a cookie that scripts cannot see; this mark saves
// a first visit the question to the server, which could only be answered with an error.

export interface SessionHint {
  has: () => boolean;
  set: (isThere: boolean) => void;
}

const KEY = "opsconductor.session";

/** In the browser's storage; where that is blocked, the server is always asked. */
export const storedHint: SessionHint = {
  has: () => {
    try {
      return localStorage.getItem(KEY) !== null;
    } catch {
      return true;
    }
  },
  set: (isThere) => {
    try {
      if (isThere) localStorage.setItem(KEY, "1");
      else localStorage.removeItem(KEY);
    } catch {
      // Nothing depends on it.
    }
  },
};
