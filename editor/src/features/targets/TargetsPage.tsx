// The machines that flows work on: find one, make, change, test and delete them.
import { Button } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { canEdit, useSession } from "../../api/session";
import { useTargets } from "../../api/targets/listTargets";
import { EVERY_TARGET, isTargetFiltered, type TargetSearch, targetFilterOf } from "../../core/targetList";
import type { Target } from "../../core/targets";
import listing from "../../ui/Listing.module.css";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Empty, LoadingRows } from "../../ui/states";
import { useNearEnd } from "../../ui/table/useNearEnd";
import { DeleteTarget } from "./DeleteTarget";
import { TargetFilters, TargetSearchBar } from "./TargetFilters";
import { type Sheeted, TargetSheet } from "./TargetSheet";
import { TargetTable } from "./TargetTable";
import { TargetTabs } from "./TargetTabs";

const USUAL = "name";

export function TargetsPage({ search }: { search: TargetSearch }) {
  const navigate = useNavigate();
  const filter = useMemo(() => targetFilterOf(search), [search]);
  const targets = useTargets(filter, search.sort);
  const mayEdit = useSession(canEdit);
  const [form, setForm] = useState<Sheeted | null>(null);
  const [doomed, setDoomed] = useState<Target | null>(null);
  const items = useMemo(() => targets.data?.pages.flatMap((page) => page.items) ?? [], [targets.data]);
  const onNearEnd = useNearEnd(targets);
  const change = useCallback(
    (next: TargetSearch) =>
      navigate({ to: "/targets", search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  );
  const edit = useCallback(({ id }: Target) => setForm({ kind: "edit", id }), []);
  const create = mayEdit && (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setForm({ kind: "new" })}
      data-testid="create-target"
    >
      New target
    </Button>
  );
  const isFiltered = isTargetFiltered(search);
  return (
    <Page title="Targets" isFull actions={(items.length > 0 || isFiltered) && create}>
      <TargetTabs />
      <div className={listing.columns}>
        <TargetFilters search={search} onChange={change} />
        <div className={listing.list}>
          <TargetSearchBar search={search} onChange={change} />
          <Loaded
            answer={targets}
            what="The targets could not be read"
            skeleton={<LoadingRows rows={8} height={44} />}
          >
            {() =>
              items.length > 0 ? (
                <TargetTable
                  targets={items}
                  sort={search.sort ?? USUAL}
                  onSort={(sort) => change({ sort: sort === USUAL ? undefined : sort })}
                  active={search.show}
                  onOpen={({ id }) => change({ show: id })}
                  onEdit={mayEdit ? edit : undefined}
                  onDelete={mayEdit ? setDoomed : undefined}
                  onNearEnd={onNearEnd}
                />
              ) : (
                <NoTargets isFiltered={isFiltered} create={create} onShowAll={() => change(EVERY_TARGET)} />
              )
            }
          </Loaded>
        </div>
      </div>
      <TargetSheet
        shown={form ?? (search.show ? { kind: "detail", id: search.show } : null)}
        items={items}
        onShow={setForm}
        onDelete={setDoomed}
        onClose={() => (form ? setForm(null) : change({ show: undefined }))}
      />
      <DeleteTarget
        target={doomed}
        onDeleted={() => {
          setDoomed(null);
          if (search.show !== undefined) change({ show: undefined });
        }}
        onClose={() => setDoomed(null)}
      />
    </Page>
  );
}

interface NoneProps {
  isFiltered: boolean;
  create: ReactNode;
  onShowAll: () => void;
}

function NoTargets({ isFiltered, create, onShowAll }: NoneProps) {
  if (!isFiltered) {
    const text = create
      ? "There are no targets yet. A target is a machine that flows work on."
      : "There are no targets yet. People with the role operator or admin can make one.";
    return <Empty action={create}>{text}</Empty>;
  }
  const showAll = (
    <Button variant="default" onClick={onShowAll}>
      Show all targets
    </Button>
  );
  return <Empty action={showAll}>No target matches these filters.</Empty>;
}
