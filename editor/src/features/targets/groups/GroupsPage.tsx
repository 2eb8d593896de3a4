// Groups of targets: find one, make, change and delete them, and go to what is in one.
import { Button } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { canEdit, useSession } from "../../../api/session";
import { useTargetGroups } from "../../../api/targetGroups/listGroups";
import type { GroupSearch } from "../../../core/targetList";
import type { TargetGroup } from "../../../core/targets";
import listing from "../../../ui/Listing.module.css";
import { Loaded } from "../../../ui/Loaded";
import { Page } from "../../../ui/Page";
import { SearchField } from "../../../ui/SearchField";
import { Sheet } from "../../../ui/Sheet";
import { Empty, LoadingRows } from "../../../ui/states";
import { useNearEnd } from "../../../ui/table/useNearEnd";
import { TargetTabs } from "../TargetTabs";
import { DeleteGroup } from "./DeleteGroup";
import { EditGroup, GroupForm } from "./GroupForm";
import { GroupTable } from "./GroupTable";

export function GroupsPage({ search }: { search: GroupSearch }) {
  const navigate = useNavigate();
  const groups = useTargetGroups(search.search);
  const mayEdit = useSession(canEdit);
  const [edited, setEdited] = useState<TargetGroup | "new" | null>(null);
  const [doomed, setDoomed] = useState<TargetGroup | null>(null);
  const items = useMemo(() => groups.data?.pages.flatMap((page) => page.items) ?? [], [groups.data]);
  const onNearEnd = useNearEnd(groups);
  const find = useCallback(
    (text: string | undefined) =>
      navigate({ to: "/targets/groups", search: { search: text }, replace: true }),
    [navigate],
  );
  const close = () => setEdited(null);
  const create = mayEdit && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")} data-testid="create-group">
      New group
    </Button>
  );
  const isFiltered = search.search !== undefined;
  // What was found before says nothing of what there is.
  const isSome = items.length > 0 || isFiltered || groups.isPlaceholderData;
  return (
    <Page title="Groups of targets" isFull actions={isSome && create}>
      <TargetTabs />
      <div className={listing.list}>
        <div className={listing.bar}>
          <SearchField
            label="Search groups"
            placeholder="Name or description"
            testId="group-search"
            value={search.search}
            onChange={find}
          />
        </div>
        <Loaded answer={groups} what="The groups could not be read">
          {() =>
            items.length > 0 ? (
              <GroupTable
                groups={items}
                onEdit={mayEdit ? setEdited : undefined}
                onDelete={mayEdit ? setDoomed : undefined}
                onNearEnd={onNearEnd}
              />
            ) : isFiltered ? (
              <NoMatch onShowAll={() => find(undefined)} />
            ) : isSome ? (
              <LoadingRows />
            ) : (
              <Empty action={create}>
                There are no groups yet. A group is a set of targets under one name, for flows to work on.
              </Empty>
            )
          }
        </Loaded>
      </div>
      <Sheet
        opened={edited !== null}
        title={edited === null ? "" : edited === "new" ? "New group" : `Edit “${edited.name}”`}
        onClose={close}
      >
        {edited === "new" && <GroupForm onClose={close} />}
        {edited !== null && edited !== "new" && <EditGroup key={edited.id} id={edited.id} onClose={close} />}
      </Sheet>
      <DeleteGroup group={doomed} onClose={() => setDoomed(null)} />
    </Page>
  );
}

function NoMatch({ onShowAll }: { onShowAll: () => void }) {
  const showAll = (
    <Button variant="default" onClick={onShowAll}>
      Show all groups
    </Button>
  );
  return <Empty action={showAll}>No group matches.</Empty>;
}
