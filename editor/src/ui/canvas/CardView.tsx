// A folded group: one card in place of its nodes.
import { ActionIcon } from "@mantine/core";
import IconFolders from "@tabler/icons-react/dist/esm/icons/IconFolders.mjs";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useStore } from "zustand";
import { StatusMark } from "../StatusMark";
import { statusLook } from "../status";
import classes from "./CardView.module.css";
import { useCanvas } from "./context";
import { worstStatus } from "./groupStatus";
import type { CardNode } from "./model";
import { useAnnotate } from "./useAnnotate";
import { CARD_IN, CARD_OUT } from "./wires";

export const CardView = memo(function CardView({ data, selected }: NodeProps<CardNode>) {
  const { group } = data;
  const { overlay, editing } = useCanvas();
  const annotate = useAnnotate();
  const status = useStore(overlay, (state) => state.overlay && worstStatus(state.overlay.nodes, group.nodes));
  return (
    // biome-ignore lint/a11y/useSemanticElements: the canvas places this element itself; a fieldset would bring its own look
    <div
      className={classes.card}
      role="group"
      aria-label={`${data.title}, folded group of ${group.nodes.length} nodes`}
      data-tint={group.tint}
      data-selected={selected}
      data-testid={`card-${group.id}`}
    >
      <IconFolders size={20} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <div className={classes.title}>{data.title}</div>
        <div className={classes.count}>{group.nodes.length} nodes</div>
      </div>
      {editing && (
        <ActionIcon
          variant="subtle"
          size={24}
          className="nodrag"
          tabIndex={-1}
          aria-label={`Unfold ${data.title}`}
          onClick={() => annotate.setGroup(group.id, { collapsed: false })}
        >
          <IconMaximize size={14} />
        </ActionIcon>
      )}
      {status && (
        <span className={classes.status} title={statusLook(status).label}>
          <StatusMark status={status} size={18} />
        </span>
      )}
      <Handle id={CARD_IN} type="target" position={Position.Left} isConnectable={false} />
      <Handle id={CARD_OUT} type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});
