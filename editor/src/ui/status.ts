// Run and step states: the word for people and the colour token. The shape is drawn by StatusMark.

export type StatusShape =
  | "circle"
  | "dots"
  | "ring"
  | "check"
  | "triangle"
  | "octagon"
  | "diamond"
  | "square"
  | "slash"
  | "hourglass"
  | "clock"
  | "bars";

export interface StatusLook {
  label: string;
  token: string;
  shape: StatusShape;
}

const looks: Readonly<Record<string, StatusLook>> = {
  idle: { label: "Not run", token: "idle", shape: "circle" },
  pending: { label: "Waiting to start", token: "queued", shape: "dots" },
  queued: { label: "Queued", token: "queued", shape: "dots" },
  running: { label: "Running", token: "running", shape: "ring" },
  completed: { label: "Completed", token: "success", shape: "check" },
  partial: { label: "Completed with failures", token: "warning", shape: "triangle" },
  failed: { label: "Failed", token: "failed", shape: "octagon" },
  error: { label: "Could not run", token: "failed", shape: "diamond" },
  cancelled: { label: "Cancelled", token: "cancelled", shape: "square" },
  skipped: { label: "Skipped", token: "skipped", shape: "slash" },
  approval: { label: "Waiting for approval", token: "waiting", shape: "hourglass" },
  approved: { label: "Approved", token: "success", shape: "check" },
  rejected: { label: "Rejected", token: "failed", shape: "octagon" },
  waiting: { label: "Waiting", token: "waiting", shape: "hourglass" },
  invalid: { label: "Cannot run", token: "failed", shape: "octagon" },
  paused: { label: "Paused", token: "paused", shape: "bars" },
  timed_out: { label: "Timed out", token: "timeout", shape: "clock" },
};

const unknown: StatusLook = { label: "Unknown", token: "idle", shape: "circle" };

export function statusLook(status: string): StatusLook {
  return looks[status] ?? { ...unknown, label: status };
}
