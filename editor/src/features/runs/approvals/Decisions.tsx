// What was decided at one step: by whom, when, and what they said.
import { Group, Stack, Text } from "@mantine/core";
import { type Approval, useApprovals } from "../../../api/approvals/listApprovals";
import { askRevision } from "../../../core/approvals";
import { formatTime } from "../../../core/format";
import type { OverlayStore } from "../../../core/overlayStore";
import { Loaded } from "../../../ui/Loaded";
import { StatusLabel } from "../../../ui/StatusMark";
import { LoadingRows } from "../../../ui/states";
import { useOverlay } from "../useOverlay";
import classes from "./Approvals.module.css";
import { ShowMore } from "./Requests";

interface Props {
  runId: string;
  node: string;
  overlay: OverlayStore;
}

export function Decisions({ runId, node, overlay }: Props) {
  const revision = useOverlay(overlay, askRevision) ?? "";
  const decisions = useApprovals(runId, { state: "decided", revision });
  return (
    <Loaded
      answer={decisions}
      what="The decisions could not be read"
      skeleton={<LoadingRows rows={1} height={48} />}
    >
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items).filter((item) => item.node === node);
        return (
          <>
            {items.length > 0 && (
              <Stack gap="xs" component="section" aria-label="Decisions" data-testid="decisions">
                {items.map((item) => (
                  <Decided key={item.id} item={item} />
                ))}
              </Stack>
            )}
            <ShowMore answer={decisions} />
          </>
        );
      }}
    </Loaded>
  );
}

function Decided({ item }: { item: Approval }) {
  const { state, title, comment } = item;
  return (
    <div className={classes.decided}>
      <Text size="sm" fw={650}>
        {title}
      </Text>
      <Group gap={6}>
        <StatusLabel status={state} />
        <Text size="sm" c="dimmed">
          {howText(item)}
        </Text>
      </Group>
      {comment && (
        <Text size="sm" className={classes.message}>
          {comment}
        </Text>
      )}
    </div>
  );
}

function howText({ state, decided_by, decided_at }: Approval): string {
  const at = formatTime(decided_at);
  if (state === "timed_out") return `${at}, nobody answered in time`;
  if (decided_by) return `by ${decided_by}, ${at}`;
  return at;
}
