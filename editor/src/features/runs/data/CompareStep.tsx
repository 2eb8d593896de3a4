// The output of a step beside that of another round, or of another run.
import { Group, NumberInput, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getStep } from "../../../api/runs/listSteps";
import { levelsOf, roundScope } from "../../../core/activation";
import type { RunItem, Step } from "../../../core/run";
import { ValueDiff } from "../../../ui/data/lists";
import { Failed, LoadingRows } from "../../../ui/states";
import { OtherRun } from "./OtherRun";

interface Props {
  run: Pick<RunItem, "id" | "flow_id">;
  step: Step;
}

export function CompareStep({ run, step }: Props) {
  const level = levelsOf(step.key).at(-1);
  const hasRounds = level !== undefined && level.index !== null;
  const [kind, setKind] = useState<"round" | "run">(hasRounds ? "round" : "run");
  const [round, setRound] = useState(level?.index === 0 ? 2 : (level?.index ?? 1));
  const [other, setOther] = useState("");
  const key =
    kind === "round" && level
      ? `${roundScope(level.loop, round - 1)}${step.key.slice(level.scope.length)}`
      : step.key;
  const from = kind === "round" ? run.id : other;
  const found = useQuery({
    queryKey: ["step", from, key],
    queryFn: async ({ signal }) => (await getStep(from, key, signal)) ?? null,
    enabled: from !== "",
  });
  return (
    <Stack gap="xs" data-testid="compare-step">
      <Group gap="xs" wrap="nowrap">
        {hasRounds && (
          <SegmentedControl
            size="xs"
            aria-label="Compare with"
            data={[
              { value: "round", label: "Round" },
              { value: "run", label: "Run" },
            ]}
            value={kind}
            onChange={(next) => setKind(next as "round" | "run")}
          />
        )}
        {kind === "round" ? (
          <NumberInput
            size="xs"
            w={90}
            min={1}
            allowDecimal={false}
            aria-label="Round to compare with"
            value={round}
            onChange={(value) => typeof value === "number" && value > 0 && setRound(value)}
          />
        ) : (
          <OtherRun run={run} value={other} onChange={setOther} />
        )}
      </Group>
      {from !== "" && found.error && (
        <Failed
          what="The other value could not be read"
          error={found.error}
          onRetry={() => found.refetch()}
        />
      )}
      {from !== "" && found.isPending && <LoadingRows rows={1} height={24} />}
      {found.data === null && (
        <Text size="sm" c="dimmed">
          This step was not kept there.
        </Text>
      )}
      {found.data && (
        <ValueDiff
          before={found.data.output ?? null}
          after={step.output ?? null}
          beforeName={kind === "round" ? `Round ${round}` : "Other run"}
          afterName="This one"
        />
      )}
    </Stack>
  );
}
