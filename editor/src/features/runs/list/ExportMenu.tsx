// The runs that are shown, or those that are selected, as a file.
import { Button, Menu } from "@mantine/core";
import IconDownload from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
import { toCsv } from "../../../core/csv";
import type { RunItem } from "../../../core/run";
import { RUN_COLUMNS } from "../../../core/runFilter";
import { downloadBlob, downloadText } from "../../../ui/files";

interface Props {
  runs: readonly RunItem[];
  selected: ReadonlySet<string>;
}

export function ExportMenu({ runs, selected }: Props) {
  const chosen = selected.size > 0 ? runs.filter((run) => selected.has(run.id)) : runs;
  const what = selected.size > 0 ? `${chosen.length} selected` : `${chosen.length} shown`;
  const csv = () => downloadBlob("runs.csv", new Blob([toCsv(chosen, RUN_COLUMNS)], { type: "text/csv" }));
  const json = () => downloadText("runs.json", `${JSON.stringify(chosen, null, 2)}\n`);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          disabled={chosen.length === 0}
          data-testid="export-runs"
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{what}</Menu.Label>
        <Menu.Item onClick={csv}>As CSV</Menu.Item>
        <Menu.Item onClick={json}>As JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
