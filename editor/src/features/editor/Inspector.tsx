// The panel on the right: the selected node, or the flow itself when nothing is selected.
import { CopyButton, Tabs, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { type Json, nodeTitle, wireKind } from "../../core/document";
import { selectedNode } from "../../core/editorStore";
import { nodeIcon } from "../../ui/nodeIcons";
import { LoadingRows } from "../../ui/states";
import { DocsTab } from "./DocsTab";
import classes from "./Editor.module.css";
import { FlowPanel } from "./FlowPanel";
import { ParametersTab } from "./ParametersTab";
import { PinNote } from "./PinNote";
import { usePanels } from "./panels";
import { RehearsalNode } from "./rehearsal";
import { SettingsTab } from "./SettingsTab";
import { type InspectorTab, useEditor, useEditorSession, useView } from "./session";

const TestTab = lazy(() => import("./TestTab"));

export function Inspector() {
  const node = useEditor(selectedNode);
  const nodes = useEditor((state) => state.selection.nodes.size);
  const wires = useEditor((state) => state.selection.wires.size);
  return (
    <aside className={classes.inspector} aria-label="Details" data-testid="inspector">
      {node && <NodePanel key={node} id={node} />}
      {nodes > 1 && <Several nodes={nodes} />}
      {nodes === 0 && wires === 1 && <WirePanel />}
      {nodes === 0 && wires !== 1 && <FlowPanel />}
    </aside>
  );
}

function Several({ nodes }: { nodes: number }) {
  return (
    <div className={classes.panel}>
      <Text fw={650}>{nodes} nodes selected</Text>
      <Text size="sm" c="dimmed" mt={4}>
        Drag them, copy them, or press Delete to remove them. Select one to see its parameters.
      </Text>
    </div>
  );
}

function NodePanel({ id }: { id: string }) {
  const session = useEditorSession();
  const tab = useView((view) => view.inspector);
  const runId = useView((view) => view.runId);
  const isRehearsal = useView((view) => view.rehearsal !== null);
  const { Node } = usePanels();
  const onPin = session.mayEdit ? (output: Json) => session.bench.pin(id, output) : undefined;
  return (
    <>
      <NodeHead id={id} />
      <Tabs
        value={tab}
        onChange={(next) => session.view.setState({ inspector: next as InspectorTab })}
        keepMounted={false}
        style={{ display: "contents" }}
      >
        <Tabs.List px="xs">
          <Tabs.Tab px={11} value="parameters">
            Parameters
          </Tabs.Tab>
          <Tabs.Tab px={11} value="settings">
            Settings
          </Tabs.Tab>
          <Tabs.Tab px={11} value="output">
            Output
          </Tabs.Tab>
          <Tabs.Tab px={11} value="test">
            Test
          </Tabs.Tab>
          <Tabs.Tab px={11} value="docs">
            Docs
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="parameters" className={classes.panel}>
          <ParametersTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings" className={classes.panel}>
          <SettingsTab id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="output" className={classes.panel}>
          <PinNote id={id} />
          {isRehearsal ? (
            <RehearsalNode node={id} />
          ) : runId ? (
            <Node runId={runId} node={id} overlay={session.overlay} onPin={onPin} />
          ) : (
            <Text size="sm" c="dimmed">
              Run the flow to see here what this node did.
            </Text>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="test" className={classes.panel}>
          <Suspense fallback={<LoadingRows rows={3} />}>
            <TestTab id={id} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="docs" className={classes.panel} tabIndex={0}>
          <DocsTab id={id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function NodeHead({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const descriptor = node && session.catalog.get(node.type);
  const Icon = nodeIcon(descriptor?.icon);
  if (!node) return null;
  const typeName = descriptor?.name ?? node.type;
  return (
    <div className={classes.inspectorHead}>
      <span
        className={classes.badge}
        style={{ background: `var(--oc-cat-${descriptor?.category ?? "code"}, var(--oc-cat-code))` }}
      >
        <Icon size={20} stroke={1.8} aria-hidden="true" />
      </span>
      <div className={classes.grow}>
        <TextInput
          aria-label="Name"
          size="sm"
          value={node.name ?? ""}
          placeholder={nodeTitle({ ...node, name: undefined }, typeName)}
          readOnly={!session.mayEdit}
          onChange={(event) =>
            session.store.getState().apply({ kind: "renameNode", node: id, name: event.currentTarget.value })
          }
          data-testid="node-name"
        />
        <Text size="xs" c="dimmed" mt={4} truncate>
          {typeName} ·{" "}
          <CopyButton value={id}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? "Copied" : "Copy the id; expressions use it"}>
                <UnstyledButton onClick={copy} className="oc-mono" aria-label={`Copy id ${id}`}>
                  {id}
                </UnstyledButton>
              </Tooltip>
            )}
          </CopyButton>
        </Text>
      </div>
    </div>
  );
}

function WirePanel() {
  const session = useEditorSession();
  const wire = useEditor((state) => state.document.wires.find((item) => state.selection.wires.has(item.id)));
  if (!wire) return null;
  return (
    <div className={classes.panel}>
      <Text fw={650}>Wire</Text>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {wireKind(wire)} wire from {wire.source} ({wire.sourcePort ?? "output"}) to {wire.target} (
        {wire.targetPort ?? "in"})
      </Text>
      <TextInput
        label="Label"
        description="Shown on the wire"
        value={wire.label ?? ""}
        readOnly={!session.mayEdit}
        onChange={(event) =>
          session.store.getState().apply({ kind: "setWire", wire: wire.id, label: event.currentTarget.value })
        }
      />
    </div>
  );
}
