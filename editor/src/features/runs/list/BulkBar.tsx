// What can be done with the selected runs.
import { Button, Text } from "@mantine/core";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { MOST_AT_ONCE, type RunAct } from "../../../api/runs/bulkRuns";
import { canEdit, useSession } from "../../../api/session";
import { isEnded, type RunItem } from "../../../core/run";
import { BulkDialog } from "./BulkDialog";
import classes from "./RunList.module.css";

interface Props {
  runs: readonly RunItem[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

const NOTHING: ReadonlySet<string> = new Set();

export function BulkBar({ runs, selected, onSelect }: Props) {
  const mayEdit = useSession(canEdit);
  const [act, setAct] = useState<RunAct | null>(null);
  const chosen = runs.filter((run) => selected.has(run.id));
  const ended = chosen.filter((run) => isEnded(run.status));
  const alive = chosen.filter((run) => !isEnded(run.status));
  const subjects = act === "cancel" ? alive : act === "delete" ? ended : chosen;
  return (
    <section className={classes.bulk} aria-label="Selected runs" data-testid="bulk-bar">
      <Text size="sm" fw={600} aria-live="polite">
        {selected.size} selected
      </Text>
      {mayEdit && selected.size <= MOST_AT_ONCE && (
        <>
          <ActButton label="Cancel" count={alive.length} onPress={() => setAct("cancel")} />
          <ActButton label="Re-run" count={chosen.length} onPress={() => setAct("rerun")} />
          <ActButton label="Delete" count={ended.length} onPress={() => setAct("delete")} />
        </>
      )}
      {selected.size > MOST_AT_ONCE && <Text size="sm">Select at most {MOST_AT_ONCE} to act on them.</Text>}
      {selected.size === 2 && <CompareButton ids={[...selected]} />}
      <Button size="xs" variant="subtle" color="gray" onClick={() => onSelect(NOTHING)}>
        Select none
      </Button>
      {act && (
        <BulkDialog act={act} runs={subjects} onDone={() => onSelect(NOTHING)} onClose={() => setAct(null)} />
      )}
    </section>
  );
}

function ActButton({ label, count, onPress }: { label: string; count: number; onPress: () => void }) {
  return (
    <Button size="xs" variant="default" disabled={count === 0} onClick={onPress}>
      {label} {count > 0 && count.toLocaleString()}
    </Button>
  );
}

/** There only if this build has a page that compares. */
function CompareButton({ ids }: { ids: string[] }) {
  const router = useRouter();
  const navigate = useNavigate();
  if (!("/runs/compare" in router.routesByPath)) return null;
  const [a, b] = ids;
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() =>
        navigate({ to: `/runs/compare?${new URLSearchParams({ a: a ?? "", b: b ?? "" })}` as string })
      }
    >
      Compare
    </Button>
  );
}
