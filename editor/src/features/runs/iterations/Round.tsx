// The chosen round: how it went, what it was given, and which step failed in it.
import { Button, Group, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getStep } from "../../../api/runs/listSteps";
import { readRound } from "../../../api/runs/readInput";
import { roundScope } from "../../../core/activation";
import { formatDuration } from "../../../core/format";
import { ValueView } from "../../../ui/data/ValueView";
import { StatusLabel } from "../../../ui/StatusMark";
import { LoadingRows } from "../../../ui/states";
import { useDrawing } from "../useRunView";

interface Props {
  runId: string;
  loop: string;
  index: number;
  revision: string;
  onShowNode?: (node: string) => void;
}

export function Round({ runId, loop, index, revision, onShowNode }: Props) {
  const { document, titleOf } = useDrawing(runId);
  const queries = useQueryClient();
  const round = useQuery({
    queryKey: ["round", runId, loop, index, revision],
    queryFn: ({ signal }) =>
      readRound({ run: runId, document, parameters: null, queries, signal }, loop, index, revision),
  });
  const region = useQuery({
    queryKey: ["round-step", runId, loop, index, revision],
    queryFn: async ({ signal }) => (await getStep(runId, roundScope(loop, index), signal, "region")) ?? null,
  });
  if (round.isPending) return <LoadingRows rows={2} height={28} />;
  const { item, status = region.data?.status } = round.data ?? {};
  const culprit = region.data?.error?.node;
  return (
    <section aria-label={`Round ${index + 1}`} data-testid="round">
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={650}>
          Round {index + 1}
        </Text>
        {status && <StatusLabel status={status} />}
        {region.data && (
          <Text size="sm" c="dimmed">
            {formatDuration((region.data.duration_us ?? 0) / 1000)}
          </Text>
        )}
        {culprit && onShowNode && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onShowNode(culprit)}
            data-testid="round-culprit"
          >
            Show {titleOf(culprit)}
          </Button>
        )}
      </Group>
      {region.data?.error && (
        <Text size="sm" c="var(--oc-st-failed)" mb={4}>
          {region.data.error.message}
        </Text>
      )}
      {item === undefined ? (
        <Text size="sm" c="dimmed">
          What this round was given was not kept.
        </Text>
      ) : (
        <>
          <Text size="sm" fw={650} mb={4}>
            Input
          </Text>
          <ValueView value={item} label="the input of the round" data-testid="round-item" />
        </>
      )}
    </section>
  );
}
