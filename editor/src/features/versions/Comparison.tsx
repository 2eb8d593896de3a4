// Two versions as one marked drawing, beside the list of what changed; choosing a place in either shows it in the other.
import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import type { VersionWithDocument } from "../../api/flows/versions";
import { itemTitle } from "../../core/changeText";
import type { Catalog } from "../../core/descriptor";
import { changesSince, countWords, type ItemChange } from "../../core/diff";
import { diffDrawing } from "../../core/diffDrawing";
import { nothingSelected, type Selection } from "../../core/editorStore";
import { createOverlayStore } from "../../core/overlayStore";
import type { Region } from "../../core/problems";
import { FlowCanvas, useCanvasView } from "../../ui/canvas";
import { ChangeList, KINDS, KindMark } from "../../ui/changes";
import { Empty } from "../../ui/states";
import classes from "./Versions.module.css";

interface ComparisonProps {
  flowId: string;
  before: VersionWithDocument;
  after: VersionWithDocument;
  catalog: Catalog;
  node: string | undefined;
  mayEdit: boolean;
  onNode: (node: string | undefined) => void;
}

const NO_MARKS = new Map();
const NO_REGIONS: Region[] = [];

export function Comparison({ flowId, before, after, catalog, node, mayEdit, onNode }: ComparisonProps) {
  const [overlay] = useState(createOverlayStore);
  const changes = useMemo(() => changesSince(before.document, after.document), [before, after]);
  const drawing = useMemo(() => diffDrawing(after.document, changes), [after, changes]);
  const marks = useMemo(() => ({ nodes: drawing.nodes, wires: drawing.wires }), [drawing]);
  const naming = useMemo(
    () => ({ catalog, documents: [after.document, before.document] }),
    [catalog, after, before],
  );
  const selection = useMemo<Selection>(
    () => (node === undefined ? nothingSelected : { ...nothingSelected, nodes: new Set([node]) }),
    [node],
  );
  const restore = (item: ItemChange) =>
    mayEdit && item.part === "nodes" && item.kind !== "added" ? (
      <RestoreNode
        flowId={flowId}
        node={item.id}
        title={itemTitle({ part: "nodes", item: item.id }, naming)}
        version={before.version}
      />
    ) : null;
  return (
    <>
      <section className={classes.canvas} aria-label="Drawing of what changed" data-testid="version-drawing">
        <FlowCanvas
          label={`What changed from version ${before.version} to version ${after.version}`}
          document={drawing.document}
          catalog={catalog}
          overlay={overlay}
          selection={selection}
          marks={NO_MARKS}
          regions={NO_REGIONS}
          changes={marks}
          onSelect={({ nodes }) => {
            const [only] = nodes;
            if (only !== node) onNode(nodes.size === 1 ? only : undefined);
          }}
        >
          <Follow node={node} />
        </FlowCanvas>
        <Legend />
      </section>
      <aside className={classes.changes} aria-label="What changed" data-testid="version-changes">
        <Text size="sm" fw={650} mb="xs">
          {countWords(changes.length)} from version {before.version} to version {after.version}
        </Text>
        {changes.length === 0 ? (
          <Empty>These versions are the same.</Empty>
        ) : (
          <ChangeList
            changes={changes}
            naming={naming}
            current={node}
            onShow={({ id }) => onNode(id)}
            action={restore}
          />
        )}
      </aside>
    </>
  );
}

/** Brings the node that was chosen into the middle. */
function Follow({ node }: { node: string | undefined }) {
  const view = useCanvasView();
  useEffect(() => {
    if (node === undefined) return;
    const frame = requestAnimationFrame(() => view.show(node));
    return () => cancelAnimationFrame(frame);
  }, [node, view]);
  return null;
}

function Legend() {
  return (
    <Group gap="sm" className={classes.legend}>
      {Object.entries(KINDS).map(([kind, { word }]) => (
        <Group key={kind} gap={6}>
          <KindMark kind={kind as keyof typeof KINDS} />
          <span aria-hidden="true">{word}</span>
        </Group>
      ))}
    </Group>
  );
}

interface RestoreNodeProps {
  flowId: string;
  node: string;
  title: string;
  version: number;
}

/** Goes to the editor, which takes the node back as one step that can be undone. */
function RestoreNode({ flowId, node, title, version }: RestoreNodeProps) {
  return (
    <Link
      to="/flows/$flowId"
      params={{ flowId }}
      search={{ restore: node, version: String(version) }}
      aria-label={`Restore ${title} as in version ${version}`}
      data-testid={`restore-${node}`}
    >
      <Button component="span" size="compact-xs" variant="default">
        Restore
      </Button>
    </Link>
  );
}
