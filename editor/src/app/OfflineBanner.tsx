// Says that there is no connection, what that means for what is on screen, and that nothing drawn is lost.
import { useSyncExternalStore } from "react";
import { useConnection } from "../api/live/live";
import classes from "./Shell.module.css";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const connection = useConnection();
  const text = !isOnline
    ? "You are offline. What is on screen may be old. What you draw stays in this browser until there is a connection again."
    : connection === "lost"
      ? "The server does not answer. What is on screen may be old; it is read again as soon as the server is back."
      : null;
  return (
    <div role="status" aria-live="polite">
      {text && (
        <div className={classes.offline} data-testid="offline-banner">
          {text}
        </div>
      )}
    </div>
  );
}
