// One node on the canvas: its shape, category band, title and summary, ports, and the marks of problems and runs.
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import IconPin from "@tabler/icons-react/dist/esm/icons/IconPin.mjs";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { isCall } from "../../core/calls";
import type { Descriptor, Shape } from "../../core/descriptor";
import type { PortPlace } from "../../core/geometry";
import type { NodeState } from "../../core/run";
import { nodeIcon } from "../nodeIcons";
import { StatusMark } from "../StatusMark";
import { statusLook } from "../status";
import { ChangeBadge, changeWord } from "./ChangeBadge";
import {
  type ChangeMark,
  useBreakpointMark,
  useHasRun,
  useIsPausedAt,
  useIsPinned,
  useNodeChange,
  useNodeHeader,
  useNodeState,
  usePortLight,
} from "./context";
import { type CanvasNode, handleId, type NodeData } from "./model";
import classes from "./NodeView.module.css";
import { DecisionOutline, Dot, NotchedEdge } from "./shapes";
import { hasPortNames } from "./wires";

export const NodeView = memo(function NodeView({ id, data, selected, isConnectable }: NodeProps<CanvasNode>) {
  const state = useNodeState(id);
  const hasRun = useHasRun();
  const isPaused = useIsPausedAt(id);
  const breakpoint = useBreakpointMark(id);
  const isPinned = useIsPinned(id);
  const change = useNodeChange(id);
  const shape = shapeOf(data.descriptor);
  const color = `var(--oc-cat-${data.descriptor?.category ?? "code"}, var(--oc-cat-code))`;
  const status = isPaused ? "paused" : hasRun ? (state?.status ?? "pending") : undefined;
  const hasNames = hasPortNames(data.places);
  const isDot = shape === "junction";
  return (
    // biome-ignore lint/a11y/useSemanticElements: the canvas places this element itself; a fieldset would bring its own look
    <div
      className={classes.node}
      role="group"
      data-shape={shape}
      data-selected={selected}
      data-status={status}
      data-disabled={data.node.disabled || undefined}
      data-change={change}
      data-testid={`node-${id}`}
      title={isDot ? data.title : undefined}
      aria-label={labelOf(data, { status, hasBreakpoint: breakpoint !== undefined, isPinned, change })}
      style={{ "--cat": color, width: data.size.width, height: data.size.height } as React.CSSProperties}
    >
      {hasRun && data.descriptor?.kind === "control" && <NodeHeader node={id} />}
      {shape === "decision" && <DecisionOutline width={data.size.width} height={data.size.height} />}
      {isDot ? <Dot status={status} /> : <Body data={data} state={state} />}
      {shape === "approval" && <NotchedEdge width={data.size.width} height={data.size.height} />}
      {data.mark && <ProblemMark mark={data.mark} />}
      {change && <ChangeBadge change={change} className={classes.change} testId={`change-of-${id}`} />}
      {breakpoint && (
        <span
          className={classes.breakpoint}
          data-kind={breakpoint}
          title={breakpoint === "set" ? "Breakpoint" : "Breakpoint with a condition"}
          data-testid={`breakpoint-${id}`}
        />
      )}
      {isPinned && (
        <span className={classes.pin} title="Its output is pinned" data-testid={`pin-${id}`}>
          <IconPin size={12} aria-hidden="true" />
        </span>
      )}
      {data.node.fixed && (
        <span className={classes.fixed} title="Tidy leaves it where it is" data-testid={`fixed-${id}`}>
          <IconLock size={11} aria-hidden="true" />
        </span>
      )}
      {status && (
        <span className={classes.status} title={statusTitle(status, state)}>
          <StatusMark
            status={!isPaused && isPartial(state) ? "partial" : shownStatus(status)}
            size={isDot ? 12 : 18}
          />
        </span>
      )}
      {data.places.map((place) => (
        <PortHandle
          key={handleId(place.port.side, place.port.id)}
          node={id}
          place={place}
          isConnectable={isConnectable}
          hasName={hasNames && place.at === "right"}
        />
      ))}
    </div>
  );
});

/** What runs another flow has a double edge, whatever it is called. */
function shapeOf(descriptor: Descriptor | undefined): Shape | "subflow" {
  return isCall(descriptor) ? "subflow" : (descriptor?.shape ?? "standard");
}

function NodeHeader({ node }: { node: string }) {
  return useNodeHeader(node);
}

/** A node that has not had its turn is "not run"; only a whole run is "waiting to start". */
function shownStatus(status: string): string {
  return status === "pending" ? "idle" : status;
}

function isPartial(state: NodeState | undefined): boolean {
  return state?.status === "completed" && (state.failed ?? 0) > 0;
}

function statusTitle(status: string, state: NodeState | undefined): string {
  const parts = [statusLook(shownStatus(status)).label, state?.message, progressOf(state)].filter(Boolean);
  return parts.join(" · ");
}

interface Signs {
  status: string | undefined;
  hasBreakpoint: boolean;
  isPinned: boolean;
  change: ChangeMark | undefined;
}

function labelOf(data: NodeData, { status, hasBreakpoint, isPinned, change }: Signs): string {
  const parts = [data.title, data.descriptor?.name ?? data.node.type];
  if (data.node.disabled) parts.push("disabled");
  if (data.node.fixed) parts.push("kept in place by tidy");
  if (data.mark) parts.push(data.mark === "error" ? "has problems" : "has warnings");
  if (hasBreakpoint) parts.push("breakpoint");
  if (isPinned) parts.push("output pinned");
  if (change) parts.push(changeWord(change));
  if (status) parts.push(statusLook(shownStatus(status)).label);
  return parts.join(", ");
}

function progressOf(state: NodeState | undefined): string | undefined {
  if (state?.iteration) return `${state.iteration.done}/${state.iteration.total ?? "?"}`;
  if (state?.branches) return `${state.branches.done}/${state.branches.total}`;
  return state && state.count > 1 ? `${state.count}×` : undefined;
}

function Body({ data, state }: { data: NodeData; state: NodeState | undefined }) {
  const Icon = nodeIcon(data.descriptor?.icon);
  const progress = progressOf(state);
  return (
    <div className={classes.body}>
      <div className={classes.band}>
        <Icon size={20} stroke={1.8} aria-hidden="true" />
      </div>
      <div className={classes.text}>
        <div className={classes.title}>{data.title}</div>
        <div className={classes.line}>
          <StatusLine data={data} state={state} />
          {progress && (
            <span className={classes.count} data-testid={`progress-${data.node.id}`}>
              {progress}
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

/** What it does, or what it says of itself while it runs and after. */
function StatusLine({ data, state }: { data: NodeData; state: NodeState | undefined }) {
  if (!state?.message)
    return <span className={classes.summary}>{data.summary || data.descriptor?.name}</span>;
  return (
    <span className={classes.summary} title={state.message} data-testid={`message-${data.node.id}`}>
      <span
        className={classes.dot}
        style={{ background: `var(--oc-st-${statusLook(state.status).token})` }}
      />
      {state.message}
    </span>
  );
}

function ProblemMark({ mark }: { mark: "error" | "warning" }) {
  return (
    <span
      className={classes.problem}
      data-mark={mark}
      title={mark === "error" ? "Has problems" : "Has warnings"}
    >
      !
    </span>
  );
}

interface PortHandleProps {
  node: string;
  place: PortPlace;
  isConnectable: boolean;
  hasName: boolean;
}

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom } as const;

const PortHandle = memo(function PortHandle({ node, place, isConnectable, hasName }: PortHandleProps) {
  const { port, x, y, at } = place;
  const light = usePortLight(node, port.id);
  return (
    <>
      <Handle
        id={handleId(port.side, port.id)}
        type={port.side === "input" ? "target" : "source"}
        position={sides[at]}
        isConnectable={isConnectable}
        className={classes.port}
        style={{ left: x, top: y }}
        data-kind={port.kind}
        data-light={light}
        data-testid={`handle-${node}-${port.id}`}
        title={port.label}
      />
      {hasName && (
        <span
          className={`oc-detail ${classes.portName}`}
          style={{ left: x + 10, top: y }}
          data-kind={port.kind}
        >
          {port.label}
        </span>
      )}
    </>
  );
});
