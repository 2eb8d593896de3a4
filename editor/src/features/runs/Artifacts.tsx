// The files that a run made, to be saved.
import { Button, Table, Text } from "@mantine/core";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import { useArtifactFile } from "../../api/runs/getArtifact";
import { useArtifacts } from "../../api/runs/listArtifacts";
import { formatSize, formatTime } from "../../core/format";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { downloadBlob } from "../../ui/files";
import { Failed, LoadingRows } from "../../ui/states";
import { toastFailure } from "../../ui/toast";
import { useOverlay } from "./useOverlay";

export function Artifacts({ runId, overlay }: { runId: string; overlay: OverlayStore }) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const done = useOverlay(overlay, (run) => run.steps.size) ?? 0;
  const artifacts = useArtifacts(runId, `${isOver}:${isOver ? 0 : done}`);
  const items = artifacts.data;
  if (artifacts.error && !items) {
    return (
      <Failed
        what="The files could not be read"
        error={artifacts.error}
        onRetry={() => artifacts.refetch()}
      />
    );
  }
  if (!items) return <LoadingRows rows={2} height={28} />;
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        {isOver ? "This run made no files." : "Files that the run makes will show here."}
      </Text>
    );
  }
  return (
    <Table fz="sm" verticalSpacing={4} data-testid="artifacts">
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.id}>
            <Table.Td>{item.name}</Table.Td>
            <Table.Td w={110}>{formatSize(item.size)}</Table.Td>
            <Table.Td w={160} c="dimmed">
              {item.node}
            </Table.Td>
            <Table.Td w={200} c="dimmed">
              {formatTime(item.created_at)}
            </Table.Td>
            <Table.Td w={130}>
              <DownloadButton runId={runId} artifact={item.id} name={item.name} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface ButtonProps {
  runId: string;
  artifact: string;
  name: string;
  label?: string;
}

export function DownloadButton({ runId, artifact, name, label = "Download" }: ButtonProps) {
  const file = useArtifactFile(runId);
  const download = () =>
    file.mutate(artifact, {
      onSuccess: (blob) => downloadBlob(name, blob),
      onError: (error) => toastFailure("The file could not be read", error),
    });
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconDownload size={14} />}
      aria-label={`Download ${name}`}
      loading={file.isPending}
      onClick={download}
    >
      {label}
    </Button>
  );
}
