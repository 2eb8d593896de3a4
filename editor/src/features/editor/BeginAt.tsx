// In the run dialog of a flow with several starts: at which of them the run begins.
import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { nodeTitle } from "../../core/document";
import { startFor, startsOf } from "../../core/starts";
import { summaryOf } from "../../core/summary";
import { type Session, useEditorSession } from "./session";

interface Choice {
  value: string;
  label: string;
}

export interface Beginning {
  choices: readonly Choice[];
  /** Undefined where there is nothing to choose. */
  start: string | undefined;
  choose: (start: string) => void;
}

/** A run of a part begins where it comes to that part. */
export function useBeginning(): Beginning {
  const session = useEditorSession();
  const { choices, first } = useMemo(() => beginnings(session), [session]);
  const [start, choose] = useState(first);
  return { choices, start, choose };
}

function beginnings({ store, view, catalog }: Session): { choices: Choice[]; first?: string } {
  const { document } = store.getState();
  const { from, to } = view.getState().runPlan ?? {};
  const starts = startsOf(document, catalog);
  if (starts.length < 2) return { choices: [] };
  const choices = starts.map((node) => {
    const type = catalog.get(node.type);
    const summary = type && summaryOf(type, node);
    return {
      value: node.id,
      label: [nodeTitle(node, type?.name ?? node.type), summary].filter(Boolean).join(" · "),
    };
  });
  return { choices, first: startFor(document, starts, from ?? to)?.id };
}

export function BeginAt({ choices, start, choose }: Beginning) {
  if (start === undefined) return null;
  return (
    <Select
      label="Begin at"
      data={choices}
      value={start}
      allowDeselect={false}
      onChange={(next) => next && choose(next)}
      data-testid="run-begin-at"
    />
  );
}
