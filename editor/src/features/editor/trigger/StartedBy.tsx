// What starts the published flow by itself: when next, and how it went last.
import { Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTriggers } from "../../../api/triggers/listTriggers";
import { formatAgo, formatIn, formatTime } from "../../../core/format";
import type { Trigger } from "../../../core/triggers";
import classes from "./Trigger.module.css";

export function StartedBy({ flow }: { flow: string }) {
  const { data } = useTriggers(flow);
  if (!data) return null;
  return (
    <section aria-label="Started by" data-testid="started-by">
      <Text fw={650} fz={14} mt="lg" mb="xs">
        Started by
      </Text>
      {data.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing starts it by itself. Draw a trigger, such as a schedule, and publish.
        </Text>
      ) : (
        <ul className={classes.list}>
          {data.map((trigger) => (
            <li key={trigger.node} data-testid={`trigger-${trigger.node}`}>
              <TriggerLines trigger={trigger} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TriggerLines({ trigger }: { trigger: Trigger }) {
  const { summary, kind, next_at, is_active } = trigger;
  return (
    <>
      <code className={classes.summary}>{summary}</code>
      {next_at && (
        <Text size="xs" c="dimmed">
          Next <Moment at={next_at} text={formatIn(next_at, Date.now())} />
        </Text>
      )}
      {kind === "schedule" && !next_at && (
        <Text size="xs" c="dimmed">
          {is_active ? "No time to come." : "It waits until the flow is active."}
        </Text>
      )}
      <Last trigger={trigger} />
    </>
  );
}

const OUTCOMES: Readonly<Record<NonNullable<Trigger["last_outcome"]>, string>> = {
  started: "Started a run",
  missed: "Missed its time",
  refused: "Was refused",
};

function Last({ trigger }: { trigger: Trigger }) {
  const { last_at, last_run, last_outcome, last_error } = trigger;
  if (!last_outcome) {
    return (
      <Text size="xs" c="dimmed">
        Has started nothing yet.
      </Text>
    );
  }
  return (
    <Text size="xs" c={last_outcome === "started" ? "dimmed" : "var(--oc-st-failed)"}>
      {OUTCOMES[last_outcome]} {last_at && <Moment at={last_at} text={formatAgo(last_at, Date.now())} />}
      {last_error && `: ${last_error}`}{" "}
      {last_run && (
        <Link to="/runs/$runId" params={{ runId: last_run }} className="oc-link">
          Open the run
        </Link>
      )}
    </Text>
  );
}

function Moment({ at, text }: { at: string; text: string }) {
  return (
    <Tooltip label={formatTime(at)}>
      <time dateTime={at}>{text}</time>
    </Tooltip>
  );
}
