// The panel beside a run: the selected node, or the run's values when nothing is selected.
import { Stack, Text } from "@mantine/core";
import type { Catalog } from "../../core/descriptor";
import { nodeTitle } from "../../core/document";
import type { OverlayStore } from "../../core/overlayStore";
import type { RunDetail } from "../../core/run";
import { JsonTree } from "../../ui/JsonTree";
import { Result } from "./RunDrawer";
import { RunNode } from "./RunNode";
import classes from "./Runs.module.css";

interface Props {
  run: RunDetail;
  node: string | undefined;
  catalog: Catalog;
  overlay: OverlayStore;
}

export function RunSide({ run, node, catalog, overlay }: Props) {
  const found = run.document.nodes.find((item) => item.id === node);
  return (
    <aside className={classes.side} aria-label="Details" data-testid="inspector">
      {found ? (
        <Stack gap="md">
          <Text fw={650} fz={16}>
            {nodeTitle(found, catalog.get(found.type)?.name ?? found.type)}
          </Text>
          <RunNode key={found.id} runId={run.id} node={found.id} overlay={overlay} />
        </Stack>
      ) : (
        <Stack gap="lg">
          <Section title="Result">
            <Result overlay={overlay} />
          </Section>
          <Section title="Parameters">
            {Object.keys(run.parameters ?? {}).length === 0 ? (
              <Text size="sm" c="dimmed">
                This run was started without parameters.
              </Text>
            ) : (
              <JsonTree value={run.parameters} />
            )}
          </Section>
          <Text size="xs" c="dimmed">
            Select a node to see what it did.
          </Text>
        </Stack>
      )}
    </aside>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <Text fw={650} mb="xs">
        {title}
      </Text>
      {children}
    </section>
  );
}
