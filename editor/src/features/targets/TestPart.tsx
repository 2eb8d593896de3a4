// Whether a target answers: how the last test went, a new test, and what to do when the machine shows another key.
import { Alert, Button, Stack, Text } from "@mantine/core";
import IconAlertCircle from "@tabler/icons-react/dist/esm/icons/IconAlertCircle.mjs";
import { useTestTarget } from "../../api/targets/testTarget";
import { formatDuration } from "../../core/format";
import { humanize } from "../../core/schema";
import type { SystemInfo, Target } from "../../core/targets";
import { Facts } from "../../ui/Facts";
import listing from "../../ui/Listing.module.css";
import { Part } from "../../ui/Part";
import { StatusMark } from "../../ui/StatusMark";
import { Failed } from "../../ui/states";
import { TestState } from "./words";

export function TestPart({ target, mayTest }: { target: Target; mayTest: boolean }) {
  const test = useTestTarget(target.id);
  const system = (test.data ?? target.last_test)?.system;
  return (
    <Part
      title="Connection"
      action={
        mayTest && (
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate()}
            data-testid="test-connection"
          >
            Test connection
          </Button>
        )
      }
      data-testid="target-connection"
    >
      {test.error && <Failed what="The connection was not tested" error={test.error} />}
      {test.data ? (
        <Result
          isGood={test.data.success}
          text={
            test.data.success
              ? `It answered in ${formatDuration(test.data.latency_ms)}.`
              : (test.data.error ?? "It did not answer.")
          }
        />
      ) : (
        <TestState test={target.last_test} />
      )}
      {!test.data && target.last_test?.error && <Text size="sm">{target.last_test.error}</Text>}
      {system && <System system={system} />}
    </Part>
  );
}

function Result({ isGood, text }: { isGood: boolean; text: string }) {
  if (!isGood) {
    return (
      <Alert
        icon={<IconAlertCircle size={20} />}
        color="red"
        variant="light"
        title="The connection failed"
        role="alert"
        data-testid="test-result"
      >
        {text}
      </Alert>
    );
  }
  return (
    <Stack gap={4} role="status" data-testid="test-result">
      <Text size="sm" fw={600} component="span" className={listing.marked}>
        <StatusMark status="completed" decorative />
        <span>The connection works</span>
      </Text>
      <Text size="sm">{text}</Text>
    </Stack>
  );
}

function System({ system }: { system: SystemInfo }) {
  const rows = Object.entries(system).flatMap(([name, value]) =>
    value === null || value === undefined || value === "" ? [] : [[humanize(name), String(value)] as const],
  );
  return <Facts rows={rows} data-testid="target-system" />;
}
