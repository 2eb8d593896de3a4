// Tests the node in place: one button under its form, and the result beside it.
import { ActionIcon, Box, Button, Checkbox, Group, Tooltip } from "@mantine/core";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { useStore } from "zustand";
import { lazily } from "../../../ui/lazily";
import { Failed } from "../../../ui/states";
import { DataLink } from "../sample/DataLink";
import { useEditorSession } from "../session";
import classes from "./Test.module.css";
import { useNodeTest } from "./useNodeTest";

const TestResult = lazily(() => import("./TestResult"), 1);

export function TestDock({ id }: { id: string }) {
  const session = useEditorSession();
  const { run, isPending, error } = useNodeTest();
  const results = useStore(session.samples, (state) => state.results[id]);
  const isDry = useStore(session.samples, (state) => state.isDry);
  if (!session.mayEdit) return null;
  return (
    <section className={classes.dock} aria-label="Test">
      {(results?.latest || error) && (
        <div className={classes.result}>
          <ActionIcon
            className={classes.close}
            variant="subtle"
            color="gray"
            aria-label="Close the result"
            onClick={() => session.samples.clear(id)}
          >
            <IconX size={16} />
          </ActionIcon>
          {error && <Failed what="The node was not tested" error={error} />}
          {results?.latest && !error && <TestResult node={id} {...results} latest={results.latest} />}
        </div>
      )}
      <Group className={classes.bar} gap="sm" wrap="nowrap">
        <Tooltip label="Runs only this node (Ctrl+Enter)" position="top-start">
          <Button
            size="xs"
            loading={isPending}
            leftSection={<IconPlayerPlay size={14} />}
            onClick={run}
            data-testid="test-run"
          >
            {isDry ? "Try this node" : "Test this node"}
          </Button>
        </Tooltip>
        <Checkbox
          size="xs"
          label="Only say what it would do"
          checked={isDry}
          onChange={(event) => session.samples.setState({ isDry: event.currentTarget.checked })}
          data-testid="test-dry"
        />
      </Group>
      <Box px={12} pb={8}>
        <DataLink />
      </Box>
    </section>
  );
}
