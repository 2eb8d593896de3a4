// The sheet over the list: a credential, or the form that makes, changes or rotates one.
import { useCredential } from "../../api/credentials/getCredential";
import { useCredentialTypes } from "../../api/credentials/listTypes";
import type { Credential, CredentialType } from "../../core/credentials";
import { Editing } from "../../ui/Editing";
import { Loaded } from "../../ui/Loaded";
import { Sheet } from "../../ui/Sheet";
import { CredentialDetail } from "./CredentialDetail";
import { CredentialForm } from "./CredentialForm";
import { RotateForm } from "./RotateForm";

export type Sheeted = { kind: "new" } | { kind: "detail" | "edit" | "rotate"; id: string };

interface Props {
  shown: Sheeted | null;
  /** What is in the list, for the heading. */
  items: readonly Credential[];
  onShow: (next: Sheeted) => void;
  onDelete: (credential: Credential) => void;
  onClose: () => void;
}

export function CredentialSheet({ shown, items, onClose, ...rest }: Props) {
  const types = useCredentialTypes();
  return (
    <Sheet opened={shown !== null} title={shown ? titleOf(shown, items) : ""} onClose={onClose}>
      {shown && (
        <Loaded answer={types} what="The types of credentials could not be read">
          {(known) =>
            shown.kind === "new" ? (
              <CredentialForm types={known} onClose={onClose} />
            ) : (
              <One key={`${shown.kind} ${shown.id}`} {...shown} types={known} onClose={onClose} {...rest} />
            )
          }
        </Loaded>
      )}
    </Sheet>
  );
}

function titleOf(shown: Sheeted, items: readonly Credential[]): string {
  if (shown.kind === "new") return "New credential";
  const name = items.find(({ id }) => id === shown.id)?.name;
  if (shown.kind === "detail") return name ?? "Credential";
  return `${shown.kind === "edit" ? "Edit" : "Rotate"} ${name ? `“${name}”` : "credential"}`;
}

interface OneProps extends Omit<Props, "shown" | "items"> {
  kind: "detail" | "edit" | "rotate";
  id: string;
  types: readonly CredentialType[];
}

const WHAT = "The credential could not be read";

function One({ kind, id, types, onShow, onDelete, onClose }: OneProps) {
  const credential = useCredential(id);
  if (kind === "detail") {
    return (
      <Loaded answer={credential} what={WHAT}>
        {(stored) => (
          <CredentialDetail
            credential={stored}
            types={types}
            onEdit={() => onShow({ kind: "edit", id })}
            onRotate={() => onShow({ kind: "rotate", id })}
            onDelete={() => onDelete(stored)}
          />
        )}
      </Loaded>
    );
  }
  return (
    <Editing answer={credential} what={WHAT}>
      {(stored, reload) =>
        kind === "rotate" ? (
          <RotateForm credential={stored} types={types} onClose={onClose} />
        ) : (
          <CredentialForm types={types} stored={stored} onReload={reload} onClose={onClose} />
        )
      }
    </Editing>
  );
}
