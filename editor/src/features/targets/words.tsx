// Small marks that rows and sheets of targets have in common.
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { formatAgo, formatDuration, formatTime } from "../../core/format";
import { type LastTest, TARGET_STATUSES, type TargetStatus, wordFor } from "../../core/targets";
import listing from "../../ui/Listing.module.css";
import { StatusMark } from "../../ui/StatusMark";

const MARKS: { readonly [status in TargetStatus]: string } = {
  active: "completed",
  maintenance: "partial",
  inactive: "skipped",
};

export function TargetState({ status }: { status: TargetStatus }) {
  return <Marked mark={MARKS[status] ?? "idle"}>{wordFor(TARGET_STATUSES, status)}</Marked>;
}

export const stateMark = (status: string) => (
  <StatusMark status={MARKS[status as TargetStatus] ?? "idle"} size={14} decorative />
);

/** How the last test of a machine went, with the whole of it on demand. */
export function TestState({ test }: { test: LastTest | null }) {
  if (!test) return <Marked mark="idle">Never tested</Marked>;
  const title = `${formatTime(test.at)}${test.error ? `: ${test.error}` : ""}`;
  return (
    <Marked mark={test.success ? "completed" : "failed"} title={title}>
      {test.success ? formatDuration(test.latency_ms) : "Failed"}, {formatAgo(test.at, Date.now())}
    </Marked>
  );
}

interface MarkedProps {
  mark: string;
  title?: string;
  children: ReactNode;
}

function Marked({ mark, title, children }: MarkedProps) {
  return (
    <Text size="sm" component="span" className={listing.marked} title={title}>
      <StatusMark status={mark} size={14} decorative />
      <span>{children}</span>
    </Text>
  );
}
