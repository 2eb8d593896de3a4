// The last runs of a flow as a row of marks, the newest on the right. Each state has a shape and a colour.
import { Link } from "@tanstack/react-router";
import classes from "./RunTicks.module.css";
import { StatusMark } from "./StatusMark";
import { statusLook } from "./status";

interface Props {
  flowId: string;
  flowName: string;
  /** The newest first. */
  runs: readonly { id: string; status: string }[];
}

export function RunTicks({ flowId, flowName, runs }: Props) {
  return (
    <Link
      to="/runs"
      search={{ flow: flowId }}
      className={classes.ticks}
      aria-label={`Runs of ${flowName}: ${summary(runs)}`}
      title={summary(runs)}
    >
      {[...runs].reverse().map((run) => (
        <StatusMark key={run.id} status={run.status} size={11} decorative />
      ))}
    </Link>
  );
}

function summary(runs: Props["runs"]): string {
  const counts = new Map<string, number>();
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${statusLook(status).label.toLowerCase()}`);
  return `last ${runs.length}: ${parts.join(", ")}`;
}
