// The first page: what needs somebody, what runs now, how the last day went. Every number leads to the list behind it.
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { type Dashboard, useDashboard } from "../../api/dashboard/getDashboard";
import { useLiveRunList } from "../../api/live/live";
import { useRuns } from "../../api/runs/listRuns";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import classes from "./Dashboard.module.css";
import { Figures } from "./Figures";
import { FlowDays } from "./FlowDays";
import { NeedsYou } from "./NeedsYou";
import { NextRuns } from "./NextRuns";
import { RunLines } from "./RunLines";
import { ServerCard } from "./ServerCard";
import { Welcome } from "./Welcome";

const EVERYTHING = {};
const NOW = { status: "running" };

export function DashboardPage({ examples }: { examples: ReactNode }) {
  const dashboard = useDashboard();
  const runs = useRuns(EVERYTHING);
  useLiveRunList();
  const hasRuns = runs.data?.pages[0] && runs.data.pages[0].items.length > 0;
  return (
    <Page title="Dashboard">
      {hasRuns === false && <Welcome examples={examples} />}
      <Loaded answer={dashboard} what="The overview could not be read" skeleton={<Bones />}>
        {(data) => <Overview data={data} isQuiet={hasRuns === false} />}
      </Loaded>
      <ServerCard />
    </Page>
  );
}

function Overview({ data, isQuiet }: { data: Dashboard; isQuiet: boolean }) {
  return (
    <>
      {!isQuiet && <NeedsYou needs={data.needs_you} />}
      <Figures data={data} />
      {isQuiet && data.next && data.next.length > 0 && <NextRuns runs={data.next} />}
      {!isQuiet && (
        <div className={classes.columns}>
          <div className={classes.stack}>
            <FlowDays flows={data.flows} />
            <NextRuns runs={data.next} />
          </div>
          <div className={classes.stack}>
            <RunningNow />
            <RunLines title="Latest runs" runs={data.recent} link={{ label: "All runs", search: {} }}>
              Nothing has run yet.
            </RunLines>
          </div>
        </div>
      )}
    </>
  );
}

const FEW = 8;

function RunningNow() {
  const running = useRuns(NOW);
  const items = running.data?.pages[0]?.items ?? [];
  return (
    <RunLines title="Running now" runs={items.slice(0, FEW)} link={{ label: "All that run", search: NOW }}>
      Nothing runs at the moment.
    </RunLines>
  );
}

/** The same layout, while the answer is on its way. */
function Bones() {
  return (
    <div role="status" aria-label="Loading" className={classes.bones}>
      <Skeleton height={120} radius="md" />
      <div className={classes.figures}>
        {["a", "b", "c", "d", "e"].map((key) => (
          <Skeleton key={key} height={84} radius="md" />
        ))}
      </div>
      <div className={classes.columns}>
        <Skeleton height={280} radius="md" />
        <Skeleton height={280} radius="md" />
      </div>
    </div>
  );
}
