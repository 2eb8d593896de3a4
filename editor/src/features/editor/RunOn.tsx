// On which machines a run works, and on how many of them at a time.
import { NumberInput, Stack } from "@mantine/core";
import { useCallback, useState } from "react";
import type { FlowDocument } from "../../core/document";
import { usePickers } from "../../ui/pick/pickers";
import { useEditor } from "./session";

export interface RunPlaces {
  targets: readonly string[];
  /** How many machines at a time; as the flow says where absent. */
  atMost?: number;
}

export const NO_PLACES: RunPlaces = { targets: [] };
/** How many machines at a time where the flow does not say it either. */
const USUAL = 5;
const MOST_AT_A_TIME = 100;

interface Props {
  places: RunPlaces;
  error?: string;
  onChange: (places: RunPlaces) => void;
}

export function RunOn({ places, error, onChange }: Props) {
  const pickers = usePickers();
  const usual = useEditor(ownCount) ?? USUAL;
  const [count, setCount] = useState<number>();
  const onCount = useCallback((next: number | undefined) => setCount(next), []);
  if (!pickers) return null;
  const { targets, atMost } = places;
  return (
    <Stack gap="xs">
      <pickers.Targets
        label="Run on"
        description="Machines by name, group:NAME, tag:NAME or local; empty: as the flow says"
        placeholder={targets.length === 0 ? "As the flow says" : undefined}
        value={targets}
        error={error}
        onChange={(next) => onChange({ ...places, targets: next })}
        onCount={onCount}
        data-testid="run-targets"
      />
      {targets.length > 0 && count !== undefined && count > 1 && (
        <NumberInput
          label="Machines at a time"
          description="At most so many; the others wait for their turn"
          min={1}
          max={MOST_AT_A_TIME}
          allowDecimal={false}
          clampBehavior="strict"
          w={220}
          value={atMost ?? usual}
          onChange={(next) => typeof next === "number" && onChange({ ...places, atMost: next })}
          data-testid="run-at-most"
        />
      )}
    </Stack>
  );
}

function ownCount({ document }: { document: FlowDocument }) {
  return document.settings?.maxParallelTargets;
}

/** As the server takes it; nothing where the flow says it. */
export function placesBody({ targets, atMost }: RunPlaces) {
  if (targets.length === 0) return {};
  return atMost === undefined ? { targets } : { targets, max_parallel_targets: atMost };
}
