// A folded group: one card in place of its nodes. Its ends are there at once, since wires are drawn from them.
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { lazily } from "../lazily";
import classes from "./CardView.module.css";
import type { CardNode } from "./model";
import { CARD_IN, CARD_OUT } from "./wires";

const CardFace = lazily(() => import("./CardFace").then((it) => it.CardFace), 0);

export const CardView = memo(function CardView({ data, selected }: NodeProps<CardNode>) {
  const { group } = data;
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
      <CardFace {...data} />
      <Handle id={CARD_IN} type="target" position={Position.Left} isConnectable={false} />
      <Handle id={CARD_OUT} type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});
