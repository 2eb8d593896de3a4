// Expressions whose value is shown again at every pause.
import { ActionIcon, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import { useWatch } from "../../../api/runs/watchExpression";
import type { Bench } from "../../../core/bench";
import type { OverlayStore } from "../../../core/overlayStore";
import { JsonTree } from "../../../ui/JsonTree";
import { useOverlay } from "../useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
}

export function Watches({ runId, overlay, bench }: Props) {
  const watches = useStore(bench, (state) => state.watches);
  const [text, setText] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    const expression = text.trim();
    if (expression === "") return;
    if (!watches.includes(expression)) bench.setState({ watches: [...watches, expression] });
    setText("");
  };
  return (
    <section aria-label="Watched expressions">
      <form onSubmit={add}>
        <TextInput
          size="xs"
          label="Watch an expression"
          placeholder="vars.count + 1"
          className="oc-mono-input"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="watch-add"
        />
      </form>
      <Stack gap={4} mt="xs">
        {watches.map((expression) => (
          <Group key={expression} gap="xs" wrap="nowrap" align="flex-start" data-testid="watch-row">
            <Code>{expression}</Code>
            <Value runId={runId} overlay={overlay} expression={expression} />
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Stop watching ${expression}`}
              onClick={() => bench.setState({ watches: watches.filter((item) => item !== expression) })}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
    </section>
  );
}

function Value({ runId, overlay, expression }: { runId: string; overlay: OverlayStore; expression: string }) {
  const place = useOverlay(overlay, (run) => (run.status === "paused" ? run.pausedAt?.key : undefined)) ?? "";
  const watch = useWatch(runId, place, expression);
  if (place === "") {
    return (
      <Text size="xs" c="dimmed" flex={1}>
        The value shows when the run is paused.
      </Text>
    );
  }
  return (
    <div style={{ flex: 1, minWidth: 0 }}>
      {watch.error && (
        <Text size="xs" c="var(--oc-st-failed)">
          {watch.error.message}
        </Text>
      )}
      {watch.data && <JsonTree value={watch.data.value ?? null} />}
    </div>
  );
}
