// How much runs and waits, on every page; leads to those runs.
import { Link } from "@tanstack/react-router";
import { useLiveRunList } from "../api/live/live";
import { useQueue } from "../api/runs/getQueue";
import { StatusMark } from "../ui/StatusMark";
import classes from "./Shell.module.css";

const UNDER_WAY = { status: "running,pending" };

export function QueueChip() {
  const { data } = useQueue();
  useLiveRunList();
  if (!data) return null;
  const { running, pending } = data;
  const isFull = pending >= data.queue_limit;
  return (
    <Link to="/runs" search={UNDER_WAY} className={classes.chip} data-tour="queue" data-testid="queue-chip">
      <StatusMark status={isFull ? "partial" : running > 0 ? "running" : "idle"} size={14} decorative />
      <span>
        {running}
        <span className="oc-sr-only"> running</span>
      </span>
      {pending > 0 && (
        <>
          <StatusMark status="queued" size={14} decorative />
          <span>
            {pending}
            <span className="oc-sr-only"> in the queue{isFull ? ", which is full" : ""}</span>
          </span>
        </>
      )}
    </Link>
  );
}
