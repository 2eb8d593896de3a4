// The library of templates: found by category, origin and text; looked at beside the list, used, rated, shared.
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useSession } from "../../api/session";
import { useTemplates } from "../../api/templates/listTemplates";
import {
  findTemplates,
  isTemplateFiltered,
  type TemplateItem,
  type TemplateSearch,
} from "../../core/templates";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Empty, LoadingRows } from "../../ui/states";
import { TemplateCard } from "./TemplateCard";
import { TemplateFilters, TemplateSearchBar } from "./TemplateFilters";
import { TemplatePreview } from "./TemplatePreview";
import classes from "./Templates.module.css";

export type SetTemplateSearch = (change: TemplateSearch) => void;

export function TemplatesPage({ search }: { search: TemplateSearch }) {
  const navigate = useNavigate();
  const templates = useTemplates();
  const user = useSession((session) => session.user?.username) ?? "";
  const change: SetTemplateSearch = (next) =>
    navigate({ to: "/templates", search: (old) => ({ ...old, ...next }), replace: true });
  const all = templates.data ?? NONE;
  const found = useMemo(() => findTemplates(all, search, user), [all, search, user]);
  const previewed = all.find((item) => item.id === search.preview);
  return (
    <Page title="Templates" isFull>
      <div className={classes.columns} data-previewing={previewed !== undefined || undefined}>
        <TemplateFilters items={all} search={search} user={user} onChange={change} />
        <div className={classes.list}>
          <TemplateSearchBar search={search} onChange={change} />
          <Loaded
            answer={templates}
            what="The templates could not be read"
            skeleton={<LoadingRows rows={4} height={120} />}
          >
            {() =>
              found.length > 0 ? (
                <ul className={classes.cards} aria-label="Templates" data-testid="template-list">
                  {found.map((item) => (
                    <TemplateCard
                      key={item.id}
                      item={item}
                      user={user}
                      isCurrent={item.id === search.preview}
                      onPress={() => change({ preview: item.id })}
                    />
                  ))}
                </ul>
              ) : (
                <NoTemplates search={search} />
              )
            }
          </Loaded>
        </div>
        {previewed && (
          <TemplatePreview
            key={previewed.id}
            item={previewed}
            user={user}
            onClose={() => change({ preview: undefined })}
          />
        )}
      </div>
    </Page>
  );
}

const NONE: readonly TemplateItem[] = [];

function NoTemplates({ search }: { search: TemplateSearch }) {
  const navigate = useNavigate();
  const isFiltered = isTemplateFiltered(search);
  const action = isFiltered ? (
    <Button variant="default" onClick={() => navigate({ to: "/templates", search: {} })}>
      Show all templates
    </Button>
  ) : (
    <Button onClick={() => navigate({ to: "/flows" })}>Go to flows</Button>
  );
  return (
    <Empty action={action}>
      {isFiltered
        ? "No template matches. Try another word, or fewer filters."
        : "There are no templates yet. Open a flow and choose “Save flow as template” among its actions."}
    </Empty>
  );
}
