// The versions of a flow: what was published, and two of them beside each other. What is compared is in the address.
import { Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";
import { useVersion, useVersions } from "../../api/flows/versions";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { canEdit, useSession } from "../../api/session";
import { comparedOf, type VersionsSearch } from "../../core/versions";
import { Loaded } from "../../ui/Loaded";
import { Empty, LoadingRows } from "../../ui/states";
import { Comparison } from "./Comparison";
import { VersionList } from "./VersionList";
import classes from "./Versions.module.css";

interface VersionsPageProps {
  flowId: string;
  search: VersionsSearch;
}

export function VersionsPage({ flowId, search }: VersionsPageProps) {
  const versions = useVersions(flowId);
  const mayEdit = useSession(canEdit);
  const items = useMemo(() => versions.data?.pages.flatMap((page) => page.items) ?? [], [versions.data]);
  const numbers = useMemo(() => items.map((item) => item.version), [items]);
  const compared = comparedOf(search, numbers);
  const change = useChange(flowId, search);
  return (
    <div className={classes.page}>
      <Header flowId={flowId} newest={numbers[0]} />
      <div className={classes.columns}>
        <aside className={classes.versions} aria-label="All versions">
          <Loaded
            answer={versions}
            what="The versions could not be read"
            skeleton={<LoadingRows rows={6} height={72} />}
          >
            {() => (
              <VersionList
                flowId={flowId}
                items={items}
                compared={compared}
                mayEdit={mayEdit}
                onCompare={(next) => change({ ...next, node: undefined })}
                onMore={versions.hasNextPage ? () => versions.fetchNextPage() : undefined}
              />
            )}
          </Loaded>
        </aside>
        {compared ? (
          <Compared
            key={`${compared.from}-${compared.to}`}
            flowId={flowId}
            {...compared}
            node={search.node}
            mayEdit={mayEdit}
            onNode={(node) => change({ node })}
          />
        ) : (
          versions.data && <OnlyOne flowId={flowId} />
        )}
      </div>
    </div>
  );
}

/** The address after a change: what was not chosen is left out of it. */
function useChange(flowId: string, search: VersionsSearch): (next: VersionsSearch) => void {
  const navigate = useNavigate();
  return useCallback(
    (next) =>
      navigate({
        to: "/flows/$flowId/versions",
        params: { flowId },
        search: { ...search, ...next },
        replace: true,
      }),
    [navigate, flowId, search],
  );
}

function Header({ flowId, newest }: { flowId: string; newest: number | undefined }) {
  const { data } = useVersion(flowId, newest);
  const name = data?.document.name ?? "Flow";
  useEffect(() => {
    document.title = `Versions of ${name} · OpsConductor`;
  }, [name]);
  return (
    <div className={classes.header}>
      <Link to="/flows/$flowId" params={{ flowId }} className={classes.crumb} data-testid="back-to-flow">
        {name}
      </Link>
      <span aria-hidden="true">/</span>
      <Text component="h1" fw={650} fz={14} m={0}>
        Versions
      </Text>
    </div>
  );
}

function OnlyOne({ flowId }: { flowId: string }) {
  return (
    <Middle>
      <Empty
        action={
          <Link to="/flows/$flowId" params={{ flowId }} className="oc-link">
            Open the flow
          </Link>
        }
      >
        There is one version so far. Publish a change of the flow, and you can compare both here.
      </Empty>
    </Middle>
  );
}

interface ComparedProps {
  flowId: string;
  from: number;
  to: number;
  node: string | undefined;
  mayEdit: boolean;
  onNode: (node: string | undefined) => void;
}

function Compared({ flowId, from, to, ...rest }: ComparedProps) {
  const [before, after, catalog] = [useVersion(flowId, from), useVersion(flowId, to), useCatalog()];
  const what = (version: number) => `Version ${version} could not be read`;
  return (
    <Loaded answer={before} what={what(from)} skeleton={<Waiting />}>
      {(older) => (
        <Loaded answer={after} what={what(to)} skeleton={<Waiting />}>
          {(later) => (
            <Loaded answer={catalog} what="The types of nodes could not be read" skeleton={<Waiting />}>
              {(types) => (
                <Comparison flowId={flowId} before={older} after={later} catalog={types} {...rest} />
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Waiting() {
  return (
    <Middle>
      <LoadingRows rows={5} height={56} />
    </Middle>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return <div className={classes.middle}>{children}</div>;
}
