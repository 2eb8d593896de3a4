// Which server this is, since when it runs, and how full its queue is.
import { Link } from "@tanstack/react-router";
import { useSystem } from "../../api/dashboard/getSystem";
import { useQueue } from "../../api/runs/getQueue";
import { formatTime } from "../../core/format";
import classes from "./Dashboard.module.css";

export function ServerCard() {
  const system = useSystem().data;
  const queue = useQueue().data;
  if (!system && !queue) return null;
  return (
    <footer className={classes.server} data-testid="server-card">
      {queue && (
        <Link to="/runs" search={{ status: "running,pending" }} className={classes.more}>
          {queue.running} of {queue.at_once} places taken, {queue.pending} in the queue
        </Link>
      )}
      {system && (
        <span>
          OpsConductor {system.version} on {system.database}, up since {formatTime(system.started_at)}
        </span>
      )}
    </footer>
  );
}
