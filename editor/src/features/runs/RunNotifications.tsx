// Who was told that the run ended: by which channel, and whether it went out. Nothing where nobody is told.
import { Stack, Text } from "@mantine/core";
import { type RunNotification, useRunNotifications } from "../../api/runs/listNotifications";
import { formatTime, formatUntil } from "../../core/format";
import { CHANNELS } from "../../core/notify";
import { StatusMark } from "../../ui/StatusMark";
import { Failed } from "../../ui/states";
import classes from "./RunNotifications.module.css";
import { Section } from "./Section";

export default function RunNotifications({ runId }: { runId: string }) {
  const { data, error, refetch } = useRunNotifications(runId);
  if (error && !data)
    return <Failed what="Who was told could not be read" error={error} onRetry={() => refetch()} />;
  if (!data || data.length === 0) return null;
  return (
    <Section title="Notifications">
      <Stack component="ul" gap="sm" className={classes.list} data-testid="run-notifications">
        {data.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </Stack>
    </Section>
  );
}

const MARKS = { pending: "running", sent: "completed", failed: "failed" };

function Row({ item }: { item: RunNotification }) {
  const { channel, to, state, error } = item;
  const name: string = (CHANNELS as { [channel: string]: string })[channel] ?? channel;
  return (
    <li className={classes.row} data-testid="run-notification" data-state={state}>
      <span className={classes.mark}>
        <StatusMark status={MARKS[state]} decorative />
      </span>
      <div className={classes.about}>
        <Text size="sm">{to.length > 0 ? `${name} to ${to.join(", ")}` : name}</Text>
        <Text size="xs" c={state === "failed" ? "var(--oc-st-failed)" : "dimmed"}>
          {howFar(item, Date.now())}
        </Text>
        {error && state !== "sent" && (
          <Text size="xs" c="dimmed">
            {error}
          </Text>
        )}
      </div>
    </li>
  );
}

function howFar({ state, attempts, sent_at, next_try_at }: RunNotification, now: number): string {
  if (state === "sent") return `Sent ${formatTime(sent_at)}.`;
  if (state === "failed") return `Not sent, after ${attempts === 1 ? "one try" : `${attempts} tries`}.`;
  if (attempts === 0 || !next_try_at) return "Being sent.";
  return `Being sent. The next try is at ${formatUntil(next_try_at, now)}.`;
}
