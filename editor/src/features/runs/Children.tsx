// The runs that a run started, with how many ended how.
import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useChildren } from "../../api/runs/listChildren";
import { shownStatus } from "../../core/approvals";
import { formatDuration, formatTime } from "../../core/format";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { StatusLabel } from "../../ui/StatusMark";
import { Failed, LoadingRows } from "../../ui/states";
import { statusLook } from "../../ui/status";
import { useOverlay } from "./useOverlay";

export function Children({ runId, overlay }: { runId: string; overlay: OverlayStore }) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const done = useOverlay(overlay, (run) => run.steps.size) ?? 0;
  const children = useChildren(runId, `${isOver}:${isOver ? 0 : done}`);
  const items = children.data?.pages.flatMap((page) => page.items);
  const totals = Object.entries(children.data?.pages[0]?.totals ?? {}).filter(([, count]) => count > 0);
  if (children.error && !items) {
    return (
      <Failed
        what="The child runs could not be read"
        error={children.error}
        onRetry={() => children.refetch()}
      />
    );
  }
  if (!items) return <LoadingRows rows={2} height={28} />;
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        This run started no other runs.
      </Text>
    );
  }
  return (
    <>
      <Group gap="xs" p="sm" data-testid="children-totals">
        {totals.map(([status, count]) => (
          <Badge key={status} variant="default" tt="none" fw={500}>
            {count} {statusLook(status).label.toLowerCase()}
          </Badge>
        ))}
        <Link to="/runs" search={{ parent: runId }} className="oc-link">
          <Text size="sm">Show in the list of runs</Text>
        </Link>
      </Group>
      <Table fz="sm" verticalSpacing={4} data-testid="children">
        <Table.Tbody>
          {items.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td w={190}>
                <StatusLabel status={shownStatus(run)} />
              </Table.Td>
              <Table.Td>
                <Link to="/runs/$runId" params={{ runId: run.id }} className="oc-link">
                  {run.flow_name}
                </Link>
              </Table.Td>
              <Table.Td c="dimmed">{formatTime(run.started_at ?? run.created_at)}</Table.Td>
              <Table.Td w={110}>{formatDuration(run.duration_ms)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {children.hasNextPage && (
        <Button
          m="sm"
          size="xs"
          variant="default"
          loading={children.isFetchingNextPage}
          onClick={() => children.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
