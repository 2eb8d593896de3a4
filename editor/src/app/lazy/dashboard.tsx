// The dashboard; the examples a newcomer begins with are read only when they are shown.
import { lazy, Suspense } from "react";
import { DashboardPage } from "../../features/dashboard";
import { LoadingRows } from "../../ui/states";

const Examples = lazy(() =>
  import("../../features/flows").then(({ Examples: found }) => ({ default: found })),
);

export default function Dashboard() {
  const examples = (
    <Suspense fallback={<LoadingRows rows={2} height={120} />}>
      <Examples />
    </Suspense>
  );
  return <DashboardPage examples={examples} />;
}
