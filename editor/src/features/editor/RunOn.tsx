// On which machines a run works, and on how many of them at a time.
import { NumberInput, Stack } from "@mantine/core";
import { useCallback, useState } from "react";
import { usePickers } from "../../ui/pick/pickers";

export interface RunPlaces {
  targets: readonly string[];
  /** How many machines at a time. */
  atMost: number;
}

export const NO_PLACES: RunPlaces = { targets: [], atMost: 5 };
const MOST_AT_A_TIME = 100;

interface Props {
  places: RunPlaces;
  error?: string;
  onChange: (places: RunPlaces) => void;
}

export function RunOn({ places, error, onChange }: Props) {
  const pickers = usePickers();
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
          value={atMost}
          onChange={(next) => typeof next === "number" && onChange({ ...places, atMost: next })}
          data-testid="run-at-most"
        />
      )}
    </Stack>
  );
}

/** As the server takes it; nothing where the flow says it. */
export function placesBody({ targets, atMost }: RunPlaces) {
  return targets.length === 0 ? {} : { targets, max_parallel_targets: atMost };
}
