// A few runs, one a line.
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { shownStatus } from "../../core/approvals";
import { formatAgo, formatDuration } from "../../core/format";
import { isEnded, type RunItem } from "../../core/run";
import type { RunListSearch } from "../../core/runFilter";
import { Card } from "../../ui/Card";
import { StatusMark } from "../../ui/StatusMark";
import { statusLook } from "../../ui/status";
import classes from "./Dashboard.module.css";

interface Props {
  title: string;
  runs: readonly RunItem[];
  link: { label: string; search: RunListSearch };
  /** Said when there are none. */
  children: ReactNode;
}

export function RunLines({ title, runs, link, children }: Props) {
  const all = (
    <Link to="/runs" search={link.search} className={classes.more}>
      {link.label}
    </Link>
  );
  return (
    <Card title={title} action={all}>
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      ) : (
        <ul className={classes.lines}>
          {runs.map((run) => (
            <li key={run.id}>
              <Link to="/runs/$runId" params={{ runId: run.id }} className={classes.line}>
                <StatusMark status={shownStatus(run)} decorative />
                <span className={classes.lineName}>{run.flow_name}</span>
                <span className={classes.lineText}>
                  {statusLook(shownStatus(run)).label}
                  {isEnded(run.status) ? ` after ${formatDuration(run.duration_ms)}` : ""}
                </span>
                <span className={classes.lineTime}>
                  {formatAgo(run.started_at ?? run.created_at, Date.now())}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
