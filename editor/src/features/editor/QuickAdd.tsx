// A search at the pointer: choose a node type, and it is added there and wired to where the wire came from.
import { Paper, Text, TextInput } from "@mantine/core";
import { useClickOutside } from "@mantine/hooks";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useState } from "react";
import { type Descriptor, type Port, portsOf } from "../../core/descriptor";
import { sourcePortOf } from "../../core/document";
import { measure } from "../../core/geometry";
import { rankTypes } from "../../core/search";
import type { PortRef } from "../../core/wiring";
import { nodeIcon } from "../../ui/nodeIcons";
import { addNode, addNodeSomewhere, insertNode, refuse } from "./edit";
import classes from "./QuickAdd.module.css";
import { recentTypes } from "./recent";
import { type QuickAddRequest, type Session, useEditorSession, useView } from "./session";

const SHOWN = 40;

export function QuickAdd({ opened }: { opened: boolean }) {
  const request = useView((view) => view.quickAdd);
  return opened && request && <QuickAddList request={request} />;
}

function QuickAddList({ request }: { request: QuickAddRequest }) {
  const session = useEditorSession();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const close = () => {
    session.view.setState({ quickAdd: null });
    document.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus({ preventScroll: true });
  };
  const ref = useClickOutside<HTMLDivElement>(close);
  const [recent, setRecent] = useState(recentTypes);
  const found = candidates(session, request, text, recent).slice(0, SHOWN);

  const choose = (item: Descriptor | undefined, staysOpen = false) => {
    if (!item) return;
    place(session, request, item);
    if (!staysOpen) return close();
    setText("");
    setActive(0);
    setRecent(recentTypes());
    session.view.setState({ quickAdd: { at: request.at, place: request.place } });
    session.store.getState().announce(`${item.name} added. Choose the next node.`);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") choose(found[active], event.ctrlKey || event.metaKey);
    else if (event.key === "ArrowDown") setActive((index) => Math.min(index + 1, found.length - 1));
    else if (event.key === "ArrowUp") setActive((index) => Math.max(index - 1, 0));
    else return;
    event.preventDefault();
  };

  return (
    <Paper
      ref={ref}
      className={classes.box}
      style={placeOf(request)}
      role="dialog"
      aria-label="Add a node"
      shadow="lg"
    >
      <TextInput
        autoFocus
        role="combobox"
        aria-label="Search nodes"
        aria-expanded
        aria-controls="quick-add-list"
        aria-activedescendant={found[active] && `quick-add-${active}`}
        placeholder="Search nodes"
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        data-testid="quick-add-search"
      />
      <div className={classes.list} role="listbox" id="quick-add-list" aria-label="Node types">
        {found.map((item, index) => (
          <Option
            key={item.type}
            item={item}
            index={index}
            isActive={index === active}
            category={session.catalog.categoryName(item.category)}
            onChoose={() => choose(item)}
          />
        ))}
        {found.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            No node matches.
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" px={8} pt={6}>
        Enter adds · Ctrl+Enter adds and goes on
      </Text>
    </Paper>
  );
}

interface OptionProps {
  item: Descriptor;
  index: number;
  isActive: boolean;
  category: string;
  onChoose: () => void;
}

function Option({ item, index, isActive, category, onChoose }: OptionProps) {
  const Icon = nodeIcon(item.icon);
  return (
    <button
      type="button"
      role="option"
      id={`quick-add-${index}`}
      aria-selected={isActive}
      tabIndex={-1}
      className={classes.option}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onChoose}
      data-testid={`quick-add-item-${item.type}`}
    >
      <Icon
        size={18}
        stroke={1.8}
        color={`var(--oc-cat-${item.category}, var(--oc-cat-code))`}
        aria-hidden="true"
      />
      <span className={classes.name}>{item.name}</span>
      <span className={classes.category}>{category}</span>
    </button>
  );
}

/** Adds the node where the search was opened, wired as far as that was said. */
function place(session: Session, request: QuickAddRequest, item: Descriptor): void {
  if (request.step) {
    request.step.add(item);
    return;
  }
  if (request.wire !== undefined) {
    if (!insertNode(session, item, request.wire)) {
      refuse(
        session,
        `“${item.name}” does not fit into this wire. Choose a node with a way in and a way out.`,
      );
    }
    return;
  }
  if (!request.from && session.store.getState().selection.nodes.size === 1) {
    addNodeSomewhere(session, item);
    return;
  }
  const at = request.from ? offsetFor(request, item) : request.place;
  addNode(session, item, at, request.from);
  session.canvas.current?.reveal(at);
}

function candidates(
  session: Session,
  { from, wire, step }: QuickAddRequest,
  text: string,
  recent: readonly string[],
): Descriptor[] {
  const port = portAt(session, from ?? startOf(session, wire));
  const found = rankTypes(session.catalog, text, { port, recent });
  if (step) return found.filter(step.fits);
  if (wire !== undefined)
    return found.filter(({ ports }) => ports.outputs.some((item) => item.kind !== "error"));
  const isBehindOne = from === undefined && session.store.getState().selection.nodes.size === 1;
  return isBehindOne ? [...found.filter(hasInput), ...found.filter((item) => !hasInput(item))] : found;
}

/** What can stand behind the selected node. */
const hasInput = ({ ports }: Descriptor) => ports.inputs.length > 0;

/** The port that a wire leaves from. */
function startOf(session: Session, id: string | undefined): PortRef | undefined {
  const wire = session.store.getState().document.wires.find((item) => item.id === id);
  return wire && { node: wire.source, port: sourcePortOf(wire), side: "output" };
}

function portAt(session: Session, ref: PortRef | undefined): Port | undefined {
  const node = session.store.getState().document.nodes.find((item) => item.id === ref?.node);
  const descriptor = node && session.catalog.get(node.type);
  if (!descriptor) return undefined;
  const ports = portsOf(descriptor, node.config);
  return [...ports.inputs, ...ports.outputs].find((port) => port.id === ref?.port && port.side === ref.side);
}

/** The new node's port, not its corner, lands where the wire was dropped. */
function offsetFor({ place, from }: QuickAddRequest, item: Descriptor): { x: number; y: number } {
  const { width, height } = measure(item, item.defaults).size;
  return { x: from?.side === "input" ? place.x - width : place.x, y: place.y - height / 2 };
}

const BOX = { width: 320, height: 380 };

function placeOf({ at }: QuickAddRequest): { left: number; top: number } {
  return {
    left: Math.max(8, Math.min(at.x, window.innerWidth - BOX.width - 8)),
    top: Math.max(8, Math.min(at.y, window.innerHeight - BOX.height - 8)),
  };
}
