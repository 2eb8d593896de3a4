// Chooses another run of the same flow.
import { NativeSelect } from "@mantine/core";
import { useFlowRuns } from "../../../api/runs/listFlowRuns";
import { formatTime } from "../../../core/format";
import type { RunItem } from "../../../core/run";
import { statusLook } from "../../../ui/status";

interface Props {
  run: Pick<RunItem, "id" | "flow_id">;
  value: string;
  onChange: (run: string) => void;
}

export function OtherRun({ run, value, onChange }: Props) {
  const runs = useFlowRuns(run.flow_id);
  const others = (runs.data ?? []).filter((item) => item.id !== run.id);
  const first = runs.isPending
    ? "Reading the runs…"
    : runs.error
      ? "The runs could not be read"
      : others.length === 0
        ? "This flow has no other run"
        : "Choose a run";
  const data = [
    { value: "", label: first },
    ...others.map((item) => ({
      value: item.id,
      label: `${formatTime(item.started_at ?? item.created_at)}, ${statusLook(item.status).label.toLowerCase()}${
        item.flow_version === null ? "" : `, version ${item.flow_version}`
      }`,
    })),
  ];
  return (
    <NativeSelect
      size="xs"
      aria-label="Other run"
      data={data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid="other-run"
    />
  );
}
