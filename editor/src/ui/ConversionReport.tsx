// What became of the nodes of a Node-RED flow: how many are ready, and what a person has to look at.
import { List, ScrollArea, Stack, Text } from "@mantine/core";
import type { ReportLine } from "../core/nodeRed";

export function ConversionReport({ report }: { report: readonly ReportLine[] }) {
  const kept = report.filter((line) => line.node !== undefined);
  const looked = report.filter((line) => line.attention !== undefined);
  const ready = kept.filter((line) => line.attention === undefined).length;
  return (
    <Stack gap="xs" data-testid="conversion-report">
      <Text size="sm" fw={600} role="status">
        {ready} of {report.length} nodes are ready as they are. {looked.length === 0 ? "" : "Look at these:"}
      </Text>
      {looked.length > 0 && (
        <ScrollArea.Autosize mah={280} type="auto" viewportProps={{ tabIndex: 0 }}>
          <List size="sm" pr="md">
            {looked.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change, and titles may repeat
              <List.Item key={index}>
                <strong>{line.title}</strong> ({line.from}): {line.attention}
              </List.Item>
            ))}
          </List>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}
