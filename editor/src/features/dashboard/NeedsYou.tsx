// What does not go on, or did not end well, until somebody looks at it.
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Need } from "../../api/dashboard/getDashboard";
import { formatAgo } from "../../core/format";
import { Card } from "../../ui/Card";
import { StatusMark } from "../../ui/StatusMark";
import classes from "./Dashboard.module.css";

const KINDS: Readonly<Record<Need["kind"], { status: string; word: string }>> = {
  approval: { status: "approval", word: "Waits for approval." },
  failed_run: { status: "failed", word: "Failed." },
  interrupted: { status: "partial", word: "Interrupted. Say how it goes on." },
  paused: { status: "paused", word: "Paused. Step or continue." },
};

export function NeedsYou({ needs }: { needs: readonly Need[] }) {
  return (
    <Card title="Needs you" data-testid="needs-you">
      {needs.length === 0 ? (
        <Text size="sm" c="dimmed" className={classes.fine}>
          <StatusMark status="completed" decorative /> Nothing waits for you.
        </Text>
      ) : (
        <ul className={classes.lines}>
          {approvalsFirst(needs).map((need) => (
            <NeedLine key={keyOf(need)} need={need} />
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Somebody waits for them. */
function approvalsFirst(needs: readonly Need[]): Need[] {
  return needs.toSorted((a, b) => Number(b.kind === "approval") - Number(a.kind === "approval"));
}

/** A run may ask for several approvals. */
function keyOf({ kind, run_id, at, message }: Need): string {
  return [kind, run_id, at, message].join("|");
}

function NeedLine({ need }: { need: Need }) {
  const { status, word } = KINDS[need.kind] ?? { status: "waiting", word: need.kind };
  return (
    <li>
      <Link to="/runs/$runId" params={{ runId: need.run_id }} className={classes.line}>
        <StatusMark status={status} />
        <span className={classes.lineName}>{need.flow_name}</span>
        <span className={classes.lineText} title={need.message ?? undefined}>
          {need.message || word}
        </span>
        <span className={classes.lineTime}>{formatAgo(need.at, Date.now())}</span>
      </Link>
    </li>
  );
}
