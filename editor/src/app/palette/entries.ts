// What the search finds: pages, commands, flows and runs, as one list.
import { useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { listFlows } from "../../api/flows/listFlows";
import { listRuns } from "../../api/runs/listRuns";
import { canEdit, isAdmin, useSession } from "../../api/session";
import { formatAgo } from "../../core/format";
import { startTour } from "../../core/tour";
import { statusLook } from "../../ui/status";
import { matches } from "./matches";

export interface Entry {
  id: string;
  group: "Pages" | "Actions" | "Flows" | "Runs";
  label: string;
  note?: string;
  run: () => void;
}

type Place =
  | "/"
  | "/flows"
  | "/runs"
  | "/targets"
  | "/targets/groups"
  | "/templates"
  | "/variables"
  | "/credentials"
  | "/profile";

const FEW = 6;

/** What is fixed follows each letter; the server is asked once the typing has paused. */
export function useEntries(
  typed: string,
  text: string,
): { entries: Entry[]; isSearching: boolean; hasFailed: boolean } {
  const fixed = useFixedEntries();
  const found = useFound(text);
  const entries = [...fixed.filter((entry) => matches(typed, entry.label)), ...found.entries];
  return { ...found, entries };
}

function useFixedEntries(): Entry[] {
  const navigate = useNavigate();
  const mayEdit = useSession(canEdit);
  const seesAll = useSession(isAdmin);
  const { setColorScheme } = useMantineColorScheme();
  const page = (label: string, to: Place): Entry => ({
    id: `page-${to}`,
    group: "Pages",
    label,
    run: () => navigate({ to }),
  });
  const action = (label: string, run: () => void): Entry => ({
    id: `act-${label}`,
    group: "Actions",
    label,
    run,
  });
  const failed = { status: "failed,timed_out", since: "24h" };
  return [
    page("Dashboard", "/"),
    page("Flows", "/flows"),
    page("Runs", "/runs"),
    page("Targets", "/targets"),
    page("Groups of targets", "/targets/groups"),
    page("Templates", "/templates"),
    page("Variables", "/variables"),
    ...(seesAll ? [page("Credentials", "/credentials")] : []),
    page("Your profile", "/profile"),
    ...(mayEdit
      ? [
          action("New flow", () => navigate({ to: "/flows", search: { new: "blank" } })),
          action("New flow from an example", () => navigate({ to: "/flows", search: { new: "example" } })),
        ]
      : []),
    action("Runs that failed in the last 24 hours", () => navigate({ to: "/runs", search: failed })),
    action("Light theme", () => setColorScheme("light")),
    action("Dark theme", () => setColorScheme("dark")),
    action("Theme of the system", () => setColorScheme("auto")),
    action("Take the tour", startTour),
  ];
}

/** Flows are shown at once, the latest change first; runs when there is something to look for. */
function useFound(text: string) {
  const navigate = useNavigate();
  const flows = useQuery({
    queryKey: ["flows", "palette", text],
    queryFn: ({ signal }) => listFlows({ search: text || undefined }, { limit: FEW }, signal),
  });
  const runs = useQuery({
    queryKey: ["runs", "palette", text],
    queryFn: ({ signal }) => listRuns({ search: text }, { limit: FEW }, signal),
    enabled: text.length > 1,
  });
  const entries = [
    ...(flows.data?.items ?? []).map(
      (flow): Entry => ({
        id: `flow-${flow.id}`,
        group: "Flows",
        label: flow.name,
        note: flow.is_active ? undefined : "inactive",
        run: () => navigate({ to: "/flows/$flowId", params: { flowId: flow.id } }),
      }),
    ),
    ...(runs.data?.items ?? []).map(
      (run): Entry => ({
        id: `run-${run.id}`,
        group: "Runs",
        label: run.flow_name,
        note: `${statusLook(run.status).label}, ${formatAgo(run.created_at, Date.now())}`,
        run: () => navigate({ to: "/runs/$runId", params: { runId: run.id } }),
      }),
    ),
  ];
  return {
    entries,
    isSearching: flows.isFetching || runs.isFetching,
    hasFailed: flows.isError || runs.isError,
  };
}
