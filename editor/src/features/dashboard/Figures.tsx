// How much runs, waits and went how; each leads to those runs.
import { Link } from "@tanstack/react-router";
import type { Dashboard } from "../../api/dashboard/getDashboard";
import type { RunListSearch } from "../../core/runFilter";
import { StatusMark } from "../../ui/StatusMark";
import classes from "./Dashboard.module.css";

interface Figure {
  name: "running" | "waiting" | "queued" | "failed_24h" | "completed_24h";
  label: string;
  mark: string;
  search: RunListSearch;
}

const FIGURES: readonly Figure[] = [
  { name: "running", label: "running", mark: "running", search: { status: "running" } },
  {
    name: "waiting",
    label: "waiting for a time or an event",
    mark: "waiting",
    search: { status: "running" },
  },
  { name: "queued", label: "in the queue", mark: "queued", search: { status: "pending" } },
  {
    name: "failed_24h",
    label: "failed in 24 hours",
    mark: "failed",
    search: { status: "failed,timed_out", since: "24h" },
  },
  {
    name: "completed_24h",
    label: "completed in 24 hours",
    mark: "completed",
    search: { status: "completed", since: "24h" },
  },
];

export function Figures({ data }: { data: Dashboard }) {
  return (
    <section className={classes.figures} aria-label="Figures">
      {FIGURES.map(({ name, label, mark, search }) => (
        <Link key={name} to="/runs" search={search} className={classes.figure} data-testid={`figure-${name}`}>
          <span className={classes.number}>{data[name].toLocaleString()}</span>
          <span className={classes.caption}>
            <StatusMark status={data[name] > 0 ? mark : "idle"} size={14} decorative />
            {label}
          </span>
        </Link>
      ))}
    </section>
  );
}
