// Asks before something is done to many runs, then tells what became of each.
import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type BulkResult, type RunAct, useBulkRuns } from "../../../api/runs/bulkRuns";
import { formatTime } from "../../../core/format";
import type { RunItem } from "../../../core/run";
import { Failed } from "../../../ui/states";

interface Words {
  ask: (runs: string) => string;
  explain: string;
  done: string;
}

const WORDS: Readonly<Record<RunAct, Words>> = {
  cancel: {
    ask: (runs) => `Cancel ${runs}`,
    explain: "What runs now is stopped, and what a flow does at its end is still done.",
    done: "cancelled",
  },
  rerun: {
    ask: (runs) => `Re-run ${runs}`,
    explain: "Each becomes a new run of the same version with the same values.",
    done: "started again",
  },
  delete: {
    ask: (runs) => `Delete ${runs}`,
    explain: "Their steps, logs and files are gone for good. Runs that are not over stay.",
    done: "deleted",
  },
};

interface Props {
  act: RunAct;
  runs: readonly RunItem[];
  onDone: () => void;
  onClose: () => void;
}

export function BulkDialog({ act, runs, onDone, onClose }: Props) {
  const bulk = useBulkRuns();
  const words = WORDS[act];
  const title = words.ask(runs.length === 1 ? "1 run" : `${runs.length.toLocaleString()} runs`);
  const results = bulk.data?.items;
  const close = () => {
    if (results) onDone();
    onClose();
  };
  return (
    <Modal opened onClose={close} title={results ? "Done" : title}>
      <Stack gap="md">
        {results ? (
          <Results results={results} runs={runs} done={words.done} />
        ) : (
          <Text size="sm">{words.explain}</Text>
        )}
        {bulk.error && <Failed what="Nothing was done" error={bulk.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {results ? "Close" : "Back"}
          </Button>
          {!results && (
            <Button
              color={act === "rerun" ? undefined : "red"}
              loading={bulk.isPending}
              onClick={() => bulk.mutate({ action: act, ids: runs.map((run) => run.id) })}
              data-testid="bulk-confirm"
            >
              {title}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface ResultsProps {
  results: readonly BulkResult[];
  runs: readonly RunItem[];
  done: string;
}

function Results({ results, runs, done }: ResultsProps) {
  const failed = results.filter((one) => !one.ok);
  const started = results.filter((one) => one.new_id);
  const nameOf = (id: string) => {
    const run = runs.find((one) => one.id === id);
    return run ? `${run.flow_name}, ${formatTime(run.created_at)}` : id;
  };
  return (
    <div role="status" data-testid="bulk-result">
      <Text size="sm" fw={600}>
        {results.length - failed.length} of {results.length} {done}.
      </Text>
      {failed.length > 0 && (
        <List size="sm" mt="xs">
          {failed.map((one) => (
            <List.Item key={one.id}>
              {nameOf(one.id)}: {one.error ?? "it could not be done"}
            </List.Item>
          ))}
        </List>
      )}
      {started.length > 0 && (
        <List size="sm" mt="xs">
          {started.slice(0, 10).map((one) => (
            <List.Item key={one.id}>
              <Link to="/runs/$runId" params={{ runId: one.new_id ?? "" }} className="oc-link">
                New run of {nameOf(one.id)}
              </Link>
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
