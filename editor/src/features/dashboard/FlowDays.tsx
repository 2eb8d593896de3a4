// The last 24 hours of each flow, an hour a cell: height and colour for how it went, a notch for failures.
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { FlowDay } from "../../api/dashboard/getDashboard";
import { cellsOf, sumOf } from "../../core/flowDay";
import { Card } from "../../ui/Card";
import classes from "./Dashboard.module.css";

export function FlowDays({ flows }: { flows: readonly FlowDay[] }) {
  const all = (
    <Link to="/flows" className={classes.more}>
      All flows
    </Link>
  );
  return (
    <Card title="Flows in the last 24 hours" action={all} data-testid="flow-days">
      {flows.length === 0 ? (
        <Text size="sm" c="dimmed">
          No flow ran in the last 24 hours.
        </Text>
      ) : (
        <table className={classes.days}>
          <thead>
            <tr>
              <th scope="col">Flow</th>
              <th scope="col" className={classes.strip}>
                24 hours ago to now
              </th>
              <th scope="col">Completed</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {flows.map((flow) => (
              <DayRow key={flow.id} flow={flow} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function DayRow({ flow }: { flow: FlowDay }) {
  const { completed, failed } = sumOf(flow.hours);
  return (
    <tr>
      <th scope="row">
        <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="oc-link" title={flow.name}>
          {flow.name}
        </Link>
      </th>
      <td className={classes.strip}>
        <Strip hours={flow.hours} />
      </td>
      <td>
        <Count flow={flow.id} status="completed" count={completed} what={`completed runs of ${flow.name}`} />
      </td>
      <td>
        <Count flow={flow.id} status="failed,timed_out" count={failed} what={`failed runs of ${flow.name}`} />
      </td>
    </tr>
  );
}

interface CountProps {
  flow: string;
  status: string;
  count: number;
  what: string;
}

function Count({ flow, status, count, what }: CountProps) {
  return (
    <Link
      to="/runs"
      search={{ flow, status, since: "24h" }}
      className={classes.count}
      data-none={count === 0}
      aria-label={`${count} ${what}`}
    >
      {count.toLocaleString()}
    </Link>
  );
}

const HIGH = 20;

/** Says nothing to a screen reader that the two numbers beside it do not say. */
function Strip({ hours }: { hours: FlowDay["hours"] }) {
  return (
    <svg
      viewBox={`0 0 ${hours.length * 8} ${HIGH}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={classes.cells}
    >
      {cellsOf(hours, HIGH).map((cell) => (
        <rect
          key={`${cell.hour}-${cell.part}`}
          x={cell.hour * 8 + 1}
          y={cell.y}
          width={6}
          height={cell.height}
          data-part={cell.part}
        />
      ))}
    </svg>
  );
}
