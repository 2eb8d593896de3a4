// The selected node: its name, its tabs, and a test of it under them.
import { Badge, CopyButton, Tabs, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, memo } from "react";
import { nodeTitle } from "../../core/document";
import { isParameter } from "../../core/nodeFields";
import { lazily } from "../../ui/lazily";
import { nodeIcon } from "../../ui/nodeIcons";
import { DocsTab } from "./DocsTab";
import classes from "./Editor.module.css";
import { ParametersTab } from "./ParametersTab";
import { renameNode } from "./renaming";
import { SettingsTab } from "./SettingsTab";
import { SampleContext, useSample } from "./sample/useSample";
import { type InspectorTab, useEditor, useEditorSession, useView } from "./session";
import { OutputTab } from "./test/OutputTab";
import { TestDock } from "./test/TestDock";

const InputTab = lazily(() => import("./test/InputTab"));
const HistoryTab = lazily(() => import("./HistoryTab"));

const TABS: readonly { value: InspectorTab; label: string }[] = [
  { value: "parameters", label: "Parameters" },
  { value: "input", label: "Input" },
  { value: "output", label: "Output" },
  { value: "settings", label: "Settings" },
  { value: "docs", label: "Docs" },
  { value: "history", label: "History" },
];

/** The tabs on which a node is tried out. */
const WITH_TEST: ReadonlySet<InspectorTab> = new Set(["parameters", "input", "output"]);

export function NodePanel({ id }: { id: string }) {
  const session = useEditorSession();
  const tab = useView((view) => view.inspector);
  const sample = useSample(id);
  const confirm = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    const test = event.currentTarget.querySelector<HTMLElement>('[data-testid="test-run"]');
    if (!test) return;
    event.preventDefault();
    event.stopPropagation();
    test.click();
  };
  return (
    <SampleContext.Provider value={sample}>
      <div className={classes.node} onKeyDownCapture={confirm}>
        <NodeHead id={id} />
        <Tabs
          value={tab}
          onChange={(next) => session.view.setState({ inspector: next as InspectorTab })}
          keepMounted={false}
          style={{ display: "contents" }}
        >
          <Tabs.List px={6} className={classes.tabs}>
            {TABS.map(({ value, label }) => (
              <Tabs.Tab key={value} px={7} fz={13} value={value}>
                {label}
                <Count id={id} tab={value} />
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className={classes.tabBody}>
            <Tabs.Panel value={tab} className={classes.panel} tabIndex={0}>
              <TabContent tab={tab} id={id} />
            </Tabs.Panel>
            {WITH_TEST.has(tab) && <TestDock id={id} />}
          </div>
        </Tabs>
      </div>
    </SampleContext.Provider>
  );
}

const TabContent = memo(function TabContent({ tab, id }: { tab: InspectorTab; id: string }) {
  switch (tab) {
    case "parameters":
      return <ParametersTab id={id} />;
    case "input":
      return <InputTab id={id} />;
    case "output":
      return <OutputTab id={id} />;
    case "settings":
      return <SettingsTab id={id} />;
    case "docs":
      return <DocsTab id={id} />;
    case "history":
      return <HistoryTab id={id} />;
  }
});

/** How many problems are on a tab. */
function Count({ id, tab }: { id: string; tab: InspectorTab }) {
  const problems = useView((view) => view.problems);
  if (tab !== "parameters" && tab !== "settings") return null;
  const own = problems.filter(
    (problem) => problem.node === id && isParameter(problem) === (tab === "parameters"),
  );
  if (own.length === 0) return null;
  const isError = own.some((problem) => problem.severity === "error");
  return (
    <Badge
      size="xs"
      circle
      color={isError ? "red" : "yellow"}
      variant="light"
      className={classes.count}
      role="img"
      aria-label={own.length === 1 ? "1 problem" : `${own.length} problems`}
      data-testid={`problems-${tab}`}
    >
      {own.length}
    </Badge>
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
          onChange={(event) => renameNode(session, id, event.currentTarget.value)}
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
