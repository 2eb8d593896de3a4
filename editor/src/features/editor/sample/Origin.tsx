// Where the example data comes from: a run to choose, or only what is pinned and typed.
import { Select, Text } from "@mantine/core";
import { useStore } from "zustand";
import { formatTime } from "../../../core/format";
import { statusLook } from "../../../ui/status";
import { useEditorSession } from "../session";
import { useNodeSample } from "./useSample";

export function Origin({ label = "Data from" }: { label?: string }) {
  const { samples } = useEditorSession();
  const { runs, run, isLoading, error } = useNodeSample();
  const source = useStore(samples, (state) => state.source);
  const data = [
    { value: "last", label: runs.length > 0 ? "The last run" : "The last run (there is none yet)" },
    { value: "none", label: "Only what is pinned or typed" },
    ...runs.map((item) => ({
      value: item.id,
      label: `${formatTime(item.created_at)} · ${statusLook(item.status).label}`,
    })),
  ];
  return (
    <div>
      <Select
        size="xs"
        label={label}
        data={data}
        value={data.some((item) => item.value === source) ? source : "last"}
        allowDeselect={false}
        onChange={(next) => next && samples.setState({ source: next })}
        data-testid="sample-source"
      />
      {error && (
        <Text size="xs" c="var(--oc-st-failed)" mt={4}>
          The data of this run could not be read: {error.message}
        </Text>
      )}
      {isLoading && run && (
        <Text size="xs" c="dimmed" mt={4}>
          Reading the run…
        </Text>
      )}
    </div>
  );
}
