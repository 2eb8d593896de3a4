// The whole flow as a tree of text, for those who do not see the drawing and those who read faster than they look.
// The commands of the canvas act here too, on the nodes that are selected.
import { Text } from "@mantine/core";
import IconAlertOctagon from "@tabler/icons-react/dist/esm/icons/IconAlertOctagon.mjs";
import IconAlertTriangle from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
import { useMemo, useState } from "react";
import { linesOf, type OutlineLine, outlineOf } from "../../../core/outline";
import { revealNode } from "../edit";
import classes from "../SidePanel.module.css";
import { type Session, useEditor, useEditorSession, useView } from "../session";

export default function OutlinePanel() {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const chosen = useEditor((state) => state.selection.nodes);
  const regions = useView((view) => view.regions);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | undefined>();
  const tree = useMemo(
    () => outlineOf(document, session.catalog, regions),
    [document, session.catalog, regions],
  );
  const lines = useMemo(() => linesOf(tree, closed), [tree, closed]);
  const selected = lines.find(({ item }) => item.kind === "node" && chosen.has(item.id));
  const current = lines.find(({ item }) => item.key === focused) ?? selected ?? lines[0];

  const focus = (line: OutlineLine | undefined) => {
    if (!line) return;
    setFocused(line.item.key);
    select(session, line);
    window.document.getElementById(idOf(line))?.focus();
  };
  const toggle = (key: string, isClosed: boolean) =>
    setClosed((before) => {
      const after = new Set(before);
      if (isClosed) after.add(key);
      else after.delete(key);
      return after;
    });
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!current || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keyAction(event.key, lines, current, closed);
    if (!act) return;
    event.preventDefault();
    if ("close" in act) toggle(current.item.key, act.close);
    else focus(act.to);
  };

  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed" p="md">
        This flow is empty. Press N on the canvas to add a node.
      </Text>
    );
  return (
    <div className={classes.body} data-keys="canvas" data-own-keys data-testid="outline">
      <div role="tree" aria-label="Nodes of the flow" className={classes.tree} onKeyDown={onKeyDown}>
        {lines.map((line) => (
          <Line
            key={line.item.key}
            line={line}
            isClosed={closed.has(line.item.key)}
            isTabStop={line === current}
            isSelected={line.item.kind === "node" && chosen.has(line.item.id)}
            onFocus={() => focus(line)}
            onToggle={() => toggle(line.item.key, !closed.has(line.item.key))}
          />
        ))}
      </div>
    </div>
  );
}

const idOf = ({ item }: OutlineLine) => `outline-${item.key}`;

function select(session: Session, { item }: OutlineLine): void {
  if (item.kind !== "node") return;
  session.store.getState().select({ nodes: new Set([item.id]) });
  revealNode(session, item.id);
}

type KeyAction = { to: OutlineLine | undefined } | { close: boolean };

/** The keys of a tree: up and down through what is seen, right into a line, left out of it. */
function keyAction(
  key: string,
  lines: readonly OutlineLine[],
  current: OutlineLine,
  closed: ReadonlySet<string>,
): KeyAction | undefined {
  const at = lines.indexOf(current);
  const hasInside = current.item.children.length > 0;
  const isClosed = closed.has(current.item.key);
  switch (key) {
    case "ArrowDown":
      return { to: lines[at + 1] };
    case "ArrowUp":
      return { to: lines[at - 1] };
    case "Home":
      return { to: lines[0] };
    case "End":
      return { to: lines.at(-1) };
    case "ArrowRight":
      if (hasInside && isClosed) return { close: false };
      return { to: hasInside ? lines[at + 1] : undefined };
    case "ArrowLeft":
      if (hasInside && !isClosed) return { close: true };
      return { to: lines.find(({ item }) => item.key === current.parent) };
    default:
      return undefined;
  }
}

interface LineProps {
  line: OutlineLine;
  isClosed: boolean;
  isTabStop: boolean;
  isSelected: boolean;
  onFocus: () => void;
  onToggle: () => void;
}

function Line({ line, isClosed, isTabStop, isSelected, onFocus, onToggle }: LineProps) {
  const { item, level, position, siblings } = line;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines
    <div
      id={idOf(line)}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={item.children.length > 0 ? !isClosed : undefined}
      aria-selected={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      className={classes.line}
      data-disabled={(item.kind === "node" && item.isDisabled) || undefined}
      style={{ paddingLeft: 4 + (level - 1) * 14 }}
      onClick={onFocus}
      onDoubleClick={onToggle}
      data-testid={`outline-${item.key}`}
    >
      <span aria-hidden="true">{item.children.length === 0 ? "\u2007" : isClosed ? "▸" : "▾"}</span>
      {item.kind === "node" ? (
        <>
          <State id={item.id} />
          <span className={classes.title}>{item.title}</span>
          <span className={classes.leads}>
            {item.isDisabled && "disabled; "}
            {item.leads}
          </span>
        </>
      ) : (
        <span className={classes.bodyTitle}>{item.title}</span>
      )}
    </div>
  );
}

/** A problem of the node, said and shown. */
function State({ id }: { id: string }) {
  const problem = useView((view) => view.problems.find((item) => item.node === id)?.severity);
  if (!problem) return null;
  return problem === "error" ? (
    <IconAlertOctagon size={14} color="var(--oc-st-failed)" role="img" aria-label="Problem" />
  ) : (
    <IconAlertTriangle size={14} color="var(--oc-st-warning)" role="img" aria-label="Warning" />
  );
}
