// What is seen of a folded group: its name, how many nodes it has, how they ran, and the button that unfolds it.
import { ActionIcon } from "@mantine/core";
import IconFolders from "@tabler/icons-react/dist/esm/icons/IconFolders.mjs";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import { useStore } from "zustand";
import { StatusMark } from "../StatusMark";
import { statusLook } from "../status";
import classes from "./CardView.module.css";
import { useCanvas } from "./context";
import { worstStatus } from "./groupStatus";
import type { CardData } from "./model";
import { useAnnotate } from "./useAnnotate";

export function CardFace({ group, title }: CardData) {
  const { overlay, editing } = useCanvas();
  const annotate = useAnnotate();
  const status = useStore(overlay, (state) => state.overlay && worstStatus(state.overlay.nodes, group.nodes));
  return (
    <>
      <IconFolders size={20} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <div className={classes.title}>{title}</div>
        <div className={classes.count}>{group.nodes.length} nodes</div>
      </div>
      {editing && (
        <ActionIcon
          variant="subtle"
          size={24}
          className="nodrag"
          tabIndex={-1}
          aria-label={`Unfold ${title}`}
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
    </>
  );
}
