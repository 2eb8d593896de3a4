// The runs that schedules start next, the soonest first.
import { Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { NextRun } from "../../api/dashboard/getDashboard";
import { formatIn, formatTime } from "../../core/format";
import { Card } from "../../ui/Card";
import classes from "./Dashboard.module.css";

const NO_RUNS: readonly NextRun[] = [];
const ON_ALL = { hover: true, focus: true, touch: true };

export function NextRuns({ runs = NO_RUNS }: { runs?: readonly NextRun[] }) {
  return (
    <Card title="Next" data-testid="next-runs">
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is scheduled. Draw a schedule in a flow, publish it, and its next runs stand here.
        </Text>
      ) : (
        <ul className={classes.lines}>
          {runs.map((run) => (
            <NextLine key={`${run.flow_id}-${run.at}`} run={run} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function NextLine({ run: { flow_id, flow_name, at } }: { run: NextRun }) {
  return (
    <li>
      <Tooltip label={formatTime(at)} events={ON_ALL} position="top-end">
        <Link to="/flows/$flowId" params={{ flowId: flow_id }} className={classes.line}>
          <span className={classes.lineName}>{flow_name}</span>
          <span className={classes.lineText} />
          <time className={classes.lineTime} dateTime={at}>
            {formatIn(at, Date.now())}
          </time>
        </Link>
      </Tooltip>
    </li>
  );
}
