// A run's priority; while it waits to start, it can be changed.
import { NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { LEAST_PRIORITY, MOST_PRIORITY, useSetPriority } from "../../../api/runs/setPriority";
import type { RunItem } from "../../../core/run";
import { toastFailure } from "../../../ui/toast";

export function PriorityCell({ run, mayEdit }: { run: RunItem; mayEdit: boolean }) {
  const { priority = 0 } = run;
  if (run.status !== "pending" || !mayEdit) return <Text size="sm">{priority}</Text>;
  return <PriorityInput key={priority} run={run.id} name={run.flow_name} priority={priority} />;
}

function PriorityInput({ run, name, priority }: { run: string; name: string; priority: number }) {
  const [draft, setDraft] = useState<string | number>(priority);
  const set = useSetPriority();
  const commit = () => {
    if (typeof draft !== "number" || draft === priority) {
      setDraft(priority);
      return;
    }
    set.mutate(
      { run, priority: draft },
      {
        onError: (error) => {
          setDraft(priority);
          toastFailure("The priority was not changed", error);
        },
      },
    );
  };
  return (
    <NumberInput
      size="xs"
      w={84}
      aria-label={`Priority of ${name}`}
      min={LEAST_PRIORITY}
      max={MOST_PRIORITY}
      allowDecimal={false}
      value={draft}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      data-testid={`priority-${run}`}
    />
  );
}
