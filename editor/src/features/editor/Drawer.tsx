// The drawer under the canvas: problems, and the run that is shown.
import { ActionIcon, SegmentedControl, Text } from "@mantine/core";
import IconAlertOctagon from "@tabler/icons-react/dist/esm/icons/IconAlertOctagon.mjs";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { nodeTitle } from "../../core/document";
import type { Problem } from "../../core/problems";
import { humanize } from "../../core/schema";
import classes from "./Editor.module.css";
import { showNode } from "./edit";
import { goToProblem } from "./goToProblem";
import { usePanels } from "./panels";
import { RehearsalDrawer } from "./rehearsal";
import { type DrawerTab, type Session, useEditorSession, useView } from "./session";

export function Drawer() {
  const session = useEditorSession();
  const drawer = useView((view) => view.drawer);
  const runId = useView((view) => view.runId);
  const isRehearsal = useView((view) => view.rehearsal !== null);
  const { Drawer: RunDrawer } = usePanels();
  if (drawer === null) return null;
  const shown = drawer === "run" && !runId && !isRehearsal ? "problems" : drawer;
  const tabs = [
    { value: "problems", label: "Problems" },
    ...(runId || isRehearsal ? [{ value: "run", label: runId ? "Run" : "Dry run" }] : []),
  ];
  return (
    <section className={classes.drawer} aria-label="Drawer">
      <div className={classes.drawerHead}>
        <SegmentedControl
          size="xs"
          data={tabs}
          value={shown}
          aria-label="Drawer"
          onChange={(next) => session.view.setState({ drawer: next as DrawerTab })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Close the drawer"
          onClick={() => session.view.setState({ drawer: null })}
        >
          <IconX size={16} />
        </ActionIcon>
      </div>
      <div className={classes.drawerBody}>
        {shown === "problems" && <Problems />}
        {shown === "run" && isRehearsal && <RehearsalDrawer />}
        {shown === "run" && runId && (
          <RunDrawer
            runId={runId}
            overlay={session.overlay}
            bench={session.bench}
            onShowNode={(node) => showNode(session, node, "output")}
          />
        )}
      </div>
    </section>
  );
}

function Problems() {
  const session = useEditorSession();
  const problems = useView((view) => view.problems);
  return (
    <div data-testid="problems">
      {problems.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          No problems. This flow can run.
        </Text>
      )}
      {problems.map((problem) => (
        <button
          key={keyOf(problem)}
          type="button"
          className={classes.problem}
          onClick={() => goToProblem(session, problem)}
          data-testid="problem-row"
        >
          <Severity severity={problem.severity} />
          <span>
            {problem.node && <strong>{titleOf(session, problem.node)}</strong>}
            {problem.field && ` · ${fieldTitle(problem.field)}`}
            {(problem.node || problem.field) && ": "}
            {problem.message}
          </span>
        </button>
      ))}
    </div>
  );
}

function Severity({ severity }: { severity: Problem["severity"] }) {
  if (severity === "error")
    return <IconAlertOctagon size={16} color="var(--oc-st-failed)" aria-label="Problem" />;
  return <IconAlertTriangle size={16} color="var(--oc-st-warning)" aria-label="Warning" />;
}

function keyOf(problem: Problem): string {
  return [problem.node, problem.wire, problem.field, problem.code, problem.message].join("|");
}

/** "config/cases/0/value" as "Cases 1, value": counted from one, as the rows on the screen are. */
function fieldTitle(field: string): string {
  const parts = field.replace(/^config\//, "").split("/");
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : humanize(part)));
  return words.join(" ");
}

function titleOf(session: Session, id: string): string {
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  return node ? nodeTitle(node, session.catalog.get(node.type)?.name ?? node.type) : id;
}
