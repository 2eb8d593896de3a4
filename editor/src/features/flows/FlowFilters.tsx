// Categories and labels beside the list, the search and the saved views above it.
import { Button, Select, Text } from "@mantine/core";
import { useFlowFacets } from "../../api/flows/getFacets";
import { type FlowListSearch, isFlowFiltered } from "../../core/flowList";
import { listOf, toggled } from "../../core/runFilter";
import type { SavedView } from "../../core/savedViews";
import { Facet, FacetOption, Facets } from "../../ui/facets/Facets";
import listing from "../../ui/Listing.module.css";
import { SavedViews } from "../../ui/SavedViews";
import { SearchField } from "../../ui/SearchField";
import type { SetFlowSearch } from "./FlowListPage";

interface Props {
  search: FlowListSearch;
  onChange: SetFlowSearch;
}

export function FlowFilters({ search, onChange }: Props) {
  const facets = useFlowFacets();
  const { labels = [], categories = [] } = facets.data ?? {};
  const chosen = listOf(search.label);
  return (
    <Facets label="Categories and labels">
      <Facet title="Category">
        <FacetOption
          testId="facet-All flows"
          label="All flows"
          isOn={search.category === undefined}
          onPress={() => onChange({ category: undefined })}
        />
        {categories
          .filter((one) => one.name !== "")
          .map((one) => (
            <FacetOption
              key={one.name}
              testId={`facet-${one.name}`}
              label={one.name}
              count={one.count}
              isOn={search.category === one.name}
              onPress={() => onChange({ category: search.category === one.name ? undefined : one.name })}
            />
          ))}
      </Facet>
      {labels.length > 0 && (
        <Facet title="Labels">
          {labels.slice(0, 60).map((one) => (
            <FacetOption
              key={one.name}
              testId={`facet-${one.name}`}
              label={one.name}
              count={one.count}
              isOn={chosen.includes(one.name)}
              onPress={() => onChange({ label: toggled(search.label, one.name) })}
            />
          ))}
        </Facet>
      )}
      {facets.error && !facets.data && (
        <Text size="xs" c="dimmed" px={8} role="status">
          Categories and labels could not be read. The list is complete.
        </Text>
      )}
    </Facets>
  );
}

const STATES = [
  { value: "true", label: "Active" },
  { value: "false", label: "Inactive" },
];
const SHIPPED: readonly SavedView[] = [
  { name: "Inactive flows", search: { active: "false" } },
  { name: "By name", search: { sort: "name" } },
];
const NOTHING: FlowListSearch = {
  search: undefined,
  label: undefined,
  category: undefined,
  active: undefined,
};

export function FlowSearch({ search, onChange }: Props) {
  return (
    <div className={listing.bar}>
      <SearchField
        label="Search flows"
        placeholder="Name, description or label"
        testId="flow-search"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <Select
        aria-label="Active or not"
        placeholder="Active or not"
        clearable
        data={STATES}
        value={search.active ?? null}
        onChange={(active) => onChange({ active: active ?? undefined })}
        w={150}
      />
      <SavedViews
        list="flows"
        shipped={SHIPPED}
        current={savable(search)}
        onOpen={(view) => onChange({ ...NOTHING, ...view })}
      />
      {isFlowFiltered(search) && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NOTHING)}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

function savable({ preview: _, selected: __, new: ___, ...rest }: FlowListSearch): {
  [name: string]: string;
} {
  const entries = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}
