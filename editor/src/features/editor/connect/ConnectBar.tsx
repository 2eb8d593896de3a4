// Drawing a wire by keys, on the canvas: choose the port it leaves from, then where it leads, by arrows or by typing.
import { Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { type End, endBeside, endsNamed, startsOf, targetsOf } from "../../../core/connecting";
import { nodeTitle } from "../../../core/document";
import { selectedNode } from "../../../core/editorStore";
import type { Direction } from "../../../core/navigate";
import { checkConnection } from "../../../core/wiring";
import { addWire, refuse } from "../edit";
import { focusCanvas } from "../focus";
import { type Session, useEditorSession } from "../session";
import classes from "./ConnectBar.module.css";

interface ConnectBarProps {
  opened: boolean;
  onClose: () => void;
}

export function ConnectBar({ opened, onClose }: ConnectBarProps) {
  const session = useEditorSession();
  const node = selectedNode(session.store.getState());
  return opened && node !== undefined ? <Choosing node={node} onClose={onClose} /> : null;
}

function Choosing({ node, onClose }: { node: string; onClose: () => void }) {
  const session = useEditorSession();
  const { document } = session.store.getState();
  const starts = startsOf(document, session.catalog, node);
  const [start, setStart] = useState(starts.length === 1 ? starts[0] : undefined);
  const targets = start && targetsOf(document, session.catalog, start.ref);
  const title = titleOf(session, node);
  const isOver = useRef(false);
  const leave = (said: string) => {
    if (isOver.current) return;
    isOver.current = true;
    session.canvas.current?.aim(null);
    session.store.getState().announce(said);
    onClose();
    focusCanvas();
  };
  const connect = (end: End) => {
    const result = start && checkConnection(document, session.catalog, start.ref, end.ref);
    if (result?.ok) addWire(session, result.wire);
    else if (result) refuse(session, result.reason);
    leave(result?.ok ? `Connected ${title} to ${end.label}.` : (result?.reason ?? ""));
  };
  const none = starts.length === 0 || targets?.length === 0;
  useEffect(() => {
    if (!none) return;
    const why = starts.length === 0 ? "has no way out" : "finds no free input that fits this port";
    leave(`${title} ${why}.`);
  });
  if (none) return null;
  return targets && start ? (
    <Choice
      key="target"
      label={`Connect ${title}${starts.length > 1 ? ` · ${start.label}` : ""} to`}
      ends={targets}
      from={start}
      onChoose={connect}
      onLeave={leave}
    />
  ) : (
    <Choice key="port" label={`Connect ${title} from`} ends={starts} onChoose={setStart} onLeave={leave} />
  );
}

interface ChoiceProps {
  label: string;
  ends: readonly End[];
  /** The port a wire would leave from; without it, the ports themselves are what is chosen from. */
  from?: End;
  onChoose: (end: End) => void;
  onLeave: (said: string) => void;
}

const WAYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

function Choice({ label, ends, from, onChoose, onLeave }: ChoiceProps) {
  const session = useEditorSession();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const found = endsNamed(ends, text);
  const active = found.find((end) => end.key === chosen) ?? found[0];
  useAim(session, from, active, ends);
  const step = (way: Direction) => {
    const by = way === "down" || way === "right" ? 1 : -1;
    const { document } = session.store.getState();
    const next =
      from && text === "" && active
        ? endBeside(document, session.catalog, found, active, way)
        : found[(active ? found.indexOf(active) : -1) + by];
    if (next) setChosen(next.key);
    else session.store.getState().announce(`There is nothing further ${way}.`);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const way = WAYS[event.key];
    const isCaret = text !== "" && (way === "left" || way === "right");
    if (event.key === "Escape") onLeave("Nothing was connected.");
    else if (event.key === "Enter" && active) onChoose(active);
    else if (way && !isCaret) step(way);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.bar} data-testid="connect">
      <label className={classes.label} htmlFor="connect-text">
        {label}
      </label>
      <input
        id="connect-text"
        className={classes.input}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for it by key
        autoFocus
        role="combobox"
        autoComplete="off"
        aria-expanded
        aria-controls="connect-list"
        aria-activedescendant={active && idOf(found.indexOf(active))}
        placeholder="Arrows, or type a name"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => onLeave("Nothing was connected.")}
        data-testid="connect-text"
      />
      <div className={classes.list} role="listbox" id="connect-list" aria-label={label}>
        {found.map((end, index) => (
          <Option key={end.key} end={end} index={index} isActive={end === active} onChoose={onChoose} />
        ))}
      </div>
      {found.length === 0 && (
        <Text size="xs" c="dimmed">
          No name fits.
        </Text>
      )}
      <Text size="xs" c="dimmed">
        Enter {from ? "connects" : "goes on"} · Escape leaves
      </Text>
    </div>
  );
}

interface OptionProps {
  end: End;
  index: number;
  isActive: boolean;
  onChoose: (end: End) => void;
}

function Option({ end, index, isActive, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      role="option"
      id={idOf(index)}
      aria-selected={isActive}
      className={classes.option}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(end)}
    >
      {end.label}
    </div>
  );
}

const idOf = (index: number) => `connect-end-${index}`;

/** Shows the wire that would come of it, and says where it leads. */
function useAim(session: Session, from: End | undefined, to: End | undefined, ends: readonly End[]): void {
  const key = to?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ends stay the same while they are chosen from
  useEffect(() => {
    if (!to) return;
    const place = `${ends.findIndex((end) => end.key === key) + 1} of ${ends.length}`;
    session.store.getState().announce(`${to.label}, ${place}`);
    if (from)
      session.canvas.current?.aim({ from: from.ref, to: to.ref, valid: new Set(ends.map((end) => end.key)) });
  }, [session, key, from?.key]);
}

function titleOf(session: Session, id: string): string {
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  return node ? nodeTitle(node, session.catalog.get(node.type)?.name ?? node.type) : id;
}
