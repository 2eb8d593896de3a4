// How many of the runs that a run started ended how, as a bar and as buttons that show only those.
import { UnstyledButton } from "@mantine/core";
import { StatusMark } from "../../ui/StatusMark";
import { statusLook } from "../../ui/status";
import classes from "./Children.module.css";

interface Props {
  totals: { readonly [status: string]: number };
  chosen: string | undefined;
  onChoose: (status: string | undefined) => void;
}

const ORDER = ["failed", "timed_out", "cancelled", "running", "paused", "pending", "completed"];

export function ChildTotals({ totals, chosen, onChoose }: Props) {
  const shown = Object.entries(totals)
    .filter(([status, count]) => count > 0 || status === chosen)
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return (
    <div data-testid="children-totals">
      <div className={classes.bar} aria-hidden="true">
        {shown.map(([status, count]) => (
          <span
            key={status}
            style={{ flexGrow: count, background: `var(--oc-st-${statusLook(status).token})` }}
          />
        ))}
      </div>
      <fieldset className={classes.totals} aria-label="Show only">
        {shown.map(([status, count]) => (
          <UnstyledButton
            key={status}
            className={classes.total}
            aria-pressed={chosen === status}
            onClick={() => onChoose(chosen === status ? undefined : status)}
            data-testid={`children-${status}`}
          >
            <StatusMark status={status} size={13} decorative />
            {count.toLocaleString()} {statusLook(status).label.toLowerCase()}
          </UnstyledButton>
        ))}
      </fieldset>
    </div>
  );
}
