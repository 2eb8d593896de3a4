// This run beside another one of the flow: status, time and output, node by node.
import { Checkbox, Group, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useRunToItsEnd } from "../../../api/runs/getRun";
import { useStepsWithin } from "../../../api/runs/listSteps";
import { type ComparedNode, compareRuns } from "../../../core/compareRuns";
import { formatDuration } from "../../../core/format";
import type { NodeState } from "../../../core/run";
import { ValueDiff } from "../../../ui/data/lists";
import { StatusLabel } from "../../../ui/StatusMark";
import { Failed, LoadingRows } from "../../../ui/states";
import { OtherRun } from "../data/OtherRun";
import { useDrawing } from "../useRunView";

interface Props {
  runId: string;
  onShowNode: (node: string) => void;
}

export default function CompareRuns({ runId, onShowNode }: Props) {
  const { run } = useDrawing(runId);
  const [other, setOther] = useState("");
  if (!run) return <LoadingRows rows={2} height={28} />;
  return (
    <Stack gap="sm" p="sm" data-testid="compare-runs">
      <Group gap="sm">
        <Text size="sm">Compare this run with</Text>
        <OtherRun run={run} value={other} onChange={setOther} />
      </Group>
      {other === "" ? (
        <Text size="sm" c="dimmed">
          Choose another run of this flow to see which nodes ended otherwise, took longer or gave something
          else.
        </Text>
      ) : (
        <Compared key={other} runId={runId} other={other} onShowNode={onShowNode} />
      )}
    </Stack>
  );
}

function Compared({ runId, other, onShowNode }: Props & { other: string }) {
  const { titleOf } = useDrawing(runId);
  const [run, otherRun] = [useRunToItsEnd(runId), useRunToItsEnd(other)];
  const steps = useStepsWithin(runId, "", `compare:${run.data?.status}`);
  const otherSteps = useStepsWithin(other, "", `compare:${otherRun.data?.status}`);
  const [isShort, setShort] = useState(true);
  const [open, setOpen] = useState<string | null>(null);
  const error = otherRun.error ?? run.error ?? otherSteps.error ?? steps.error;
  if (error)
    return <Failed what="The other run could not be read" error={error} onRetry={() => otherRun.refetch()} />;
  if (!run.data || !otherRun.data || !steps.data || !otherSteps.data)
    return <LoadingRows rows={3} height={28} />;
  const nodes = compareRuns(
    { run: otherRun.data, steps: otherSteps.data.items },
    { run: run.data, steps: steps.data.items },
  );
  const different = nodes.filter((node) => node.isDifferent);
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" data-testid="compare-summary">
          The other took {formatDuration(otherRun.data.duration_ms)}, this one{" "}
          {formatDuration(run.data.duration_ms)}.{" "}
          {different.length === 0
            ? "All nodes did the same."
            : `${different.length} of ${nodes.length} nodes did not do the same.`}
        </Text>
        <Checkbox
          size="xs"
          label="Only what differs"
          checked={isShort}
          onChange={(event) => setShort(event.currentTarget.checked)}
        />
      </Group>
      <Table fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Node</Table.Th>
            <Table.Th>Other run</Table.Th>
            <Table.Th>This run</Table.Th>
            <Table.Th>Output</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(isShort ? different : nodes).map((node) => (
            <Row
              key={node.node}
              node={node}
              title={titleOf(node.node)}
              isOpen={open === node.node}
              onOpen={() => setOpen(open === node.node ? null : node.node)}
              onShow={() => onShowNode(node.node)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

interface RowProps {
  node: ComparedNode;
  title: string;
  isOpen: boolean;
  onOpen: () => void;
  onShow: () => void;
}

const WORDS = { same: "the same", different: "differs", unknown: "not kept in full" } as const;

function Row({ node, title, isOpen, onOpen, onShow }: RowProps) {
  return (
    <>
      <Table.Tr data-testid={`compare-${node.node}`}>
        <Table.Td>
          <UnstyledButton className="oc-link" onClick={onShow}>
            {title}
          </UnstyledButton>
        </Table.Td>
        <Table.Td>
          <State state={node.before} time={node.beforeTime} />
        </Table.Td>
        <Table.Td>
          <State state={node.after} time={node.afterTime} />
        </Table.Td>
        <Table.Td>
          {node.output === "different" ? (
            <UnstyledButton className="oc-link" aria-expanded={isOpen} onClick={onOpen}>
              differs
            </UnstyledButton>
          ) : (
            WORDS[node.output]
          )}
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <ValueDiff
              before={node.beforeStep?.output ?? null}
              after={node.afterStep?.output ?? null}
              beforeName="Other run"
              afterName="This run"
            />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function State({ state, time }: { state: NodeState | undefined; time: number | undefined }) {
  if (!state) return "not run";
  return (
    <Group gap={6} wrap="nowrap">
      <StatusLabel status={state.status === "pending" ? "idle" : state.status} />
      <Text size="xs" c="dimmed">
        {time === undefined ? "" : formatDuration(time / 1000)}
        {state.count > 1 ? `, ${state.count}×` : ""}
        {(state.failed ?? 0) > 0 ? `, ${state.failed} failed` : ""}
      </Text>
    </Group>
  );
}
