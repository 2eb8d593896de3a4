// The sheet over the list: a target, or the form that makes or changes one.
import { canEdit, useSession } from "../../api/session";
import { useTarget } from "../../api/targets/getTarget";
import type { Target } from "../../core/targets";
import { Editing } from "../../ui/Editing";
import { Loaded } from "../../ui/Loaded";
import { Sheet } from "../../ui/Sheet";
import { TargetForm } from "./form/TargetForm";
import { TargetDetail } from "./TargetDetail";

export type Sheeted = { kind: "new" } | { kind: "detail" | "edit"; id: string };

interface Props {
  shown: Sheeted | null;
  /** What is in the list, for the heading. */
  items: readonly Target[];
  onShow: (next: Sheeted) => void;
  onDelete: (target: Target) => void;
  onClose: () => void;
}

export function TargetSheet({ shown, items, onClose, ...rest }: Props) {
  return (
    <Sheet opened={shown !== null} title={shown ? titleOf(shown, items) : ""} onClose={onClose}>
      {shown?.kind === "new" && <TargetForm onClose={onClose} />}
      {shown && shown.kind !== "new" && (
        <One key={`${shown.kind} ${shown.id}`} {...shown} onClose={onClose} {...rest} />
      )}
    </Sheet>
  );
}

function titleOf(shown: Sheeted, items: readonly Target[]): string {
  if (shown.kind === "new") return "New target";
  const name = items.find(({ id }) => id === shown.id)?.name;
  if (shown.kind === "detail") return name ?? "Target";
  return name ? `Edit “${name}”` : "Edit target";
}

interface OneProps extends Omit<Props, "shown" | "items"> {
  kind: "detail" | "edit";
  id: string;
}

const WHAT = "The target could not be read";

function One({ kind, id, onShow, onDelete, onClose }: OneProps) {
  const target = useTarget(id);
  const mayEdit = useSession(canEdit);
  if (kind === "edit") {
    return (
      <Editing answer={target} what={WHAT}>
        {(stored, reload) => <TargetForm stored={stored} onReload={reload} onClose={onClose} />}
      </Editing>
    );
  }
  return (
    <Loaded answer={target} what={WHAT}>
      {(stored) => (
        <TargetDetail
          target={stored}
          mayEdit={mayEdit}
          onEdit={() => onShow({ kind: "edit", id })}
          onDelete={() => onDelete(stored)}
        />
      )}
    </Loaded>
  );
}
