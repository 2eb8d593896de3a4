// The open requests of a run, each with what it asks and a way to answer it.
import { Button, Group, Text } from "@mantine/core";
import { useApprovals } from "../../../api/approvals/listApprovals";
import { askRevision } from "../../../core/approvals";
import type { OverlayStore } from "../../../core/overlayStore";
import { WAITS_FOR_APPROVAL } from "../../../core/run";
import { Loaded } from "../../../ui/Loaded";
import { StatusMark } from "../../../ui/StatusMark";
import { LoadingRows } from "../../../ui/states";
import { useOverlay } from "../useOverlay";
import { useDrawing } from "../useRunView";
import classes from "./Approvals.module.css";
import { Request } from "./Request";

interface Props {
  runId: string;
  overlay: OverlayStore;
  /** How many steps wait. */
  count: number;
  onShowNode: (node: string) => void;
}

export function Requests({ runId, overlay, count, onShowNode }: Props) {
  const revision = useOverlay(overlay, askRevision) ?? "";
  const requests = useApprovals(runId, { state: "pending", revision, least: count });
  const { titleOf } = useDrawing(runId);
  return (
    <section className={classes.panel} aria-label="Requests for approval" data-testid="approvals">
      <Loaded
        answer={requests}
        what="The requests for approval could not be read"
        skeleton={<LoadingRows rows={1} height={96} />}
      >
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return null;
          return (
            <>
              <Group gap={6} mb="xs">
                <StatusMark status={WAITS_FOR_APPROVAL} decorative />
                <Text size="sm" fw={650}>
                  {items.length === 1 ? "The run waits for approval" : "The run waits for approvals"}
                </Text>
              </Group>
              {items.map((item) => (
                <Request
                  key={item.id}
                  request={item}
                  nodeTitle={titleOf(item.node)}
                  onShowNode={() => onShowNode(item.node)}
                />
              ))}
              <ShowMore answer={requests} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

export function ShowMore({ answer }: { answer: ReturnType<typeof useApprovals> }) {
  if (!answer.hasNextPage) return null;
  return (
    <Button
      size="xs"
      variant="default"
      loading={answer.isFetchingNextPage}
      onClick={() => answer.fetchNextPage()}
    >
      Show more
    </Button>
  );
}
