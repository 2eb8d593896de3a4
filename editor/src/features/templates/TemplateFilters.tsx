// Origin, kind and category beside the list; search and order above it.
import { Button, Select } from "@mantine/core";
import {
  categoriesOf,
  findTemplates,
  isTemplateFiltered,
  type TemplateItem,
  type TemplateSearch,
} from "../../core/templates";
import { Facet, FacetOption, Facets } from "../../ui/facets/Facets";
import listing from "../../ui/Listing.module.css";
import { SearchField } from "../../ui/SearchField";
import type { SetTemplateSearch } from "./TemplatesPage";

interface Props {
  items: readonly TemplateItem[];
  search: TemplateSearch;
  user: string;
  onChange: SetTemplateSearch;
}

const ORIGIN_OPTIONS = [
  { value: undefined, label: "All" },
  { value: "own", label: "My own" },
  { value: "shared", label: "Shared by others" },
  { value: "shipped", label: "Shipped" },
];
const KIND_OPTIONS = [
  { value: undefined, label: "All" },
  { value: "flow", label: "Whole flows" },
  { value: "pattern", label: "Parts of flows" },
];

/** The count of a choice is what the list would have with it, all other filters kept. */
export function TemplateFilters({ items, search, user, onChange }: Props) {
  const count = (change: TemplateSearch) => findTemplates(items, { ...search, ...change }, user).length;
  const categories = categoriesOf(items).map(({ name }) => ({ value: name, label: name }));
  return (
    <Facets label="Filters">
      <Choice
        name="From"
        options={ORIGIN_OPTIONS.map((one) => ({ ...one, count: count({ from: one.value }) }))}
        chosen={search.from}
        onChoose={(from) => onChange({ from })}
      />
      <Choice
        name="What"
        options={KIND_OPTIONS.map((one) => ({ ...one, count: count({ kind: one.value }) }))}
        chosen={search.kind}
        onChoose={(kind) => onChange({ kind })}
      />
      <Choice
        name="Category"
        options={[{ value: undefined, label: "All" }, ...categories].map((one) => ({
          ...one,
          count: count({ category: one.value }),
        }))}
        chosen={search.category}
        onChoose={(category) => onChange({ category })}
      />
    </Facets>
  );
}

interface ChoiceProps {
  name: string;
  options: { value: string | undefined; label: string; count: number }[];
  chosen: string | undefined;
  onChoose: (value: string | undefined) => void;
}

function Choice({ name, options, chosen, onChoose }: ChoiceProps) {
  return (
    <Facet title={name}>
      {options.map(({ value, label, count }) => (
        <FacetOption
          key={label}
          testId={`facet-${name}-${label}`}
          label={label}
          count={count}
          isOn={chosen === value}
          onPress={() => onChoose(value)}
        />
      ))}
    </Facet>
  );
}

const SORTS = [
  { value: "", label: "Most used first" },
  { value: "rating", label: "Best rated first" },
  { value: "name", label: "By name" },
];
const NOTHING: TemplateSearch = { search: undefined, category: undefined, from: undefined, kind: undefined };

export function TemplateSearchBar({ search, onChange }: Pick<Props, "search" | "onChange">) {
  return (
    <div className={listing.bar}>
      <SearchField
        label="Search templates"
        placeholder="Name, description or category"
        testId="template-search"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <Select
        aria-label="Order"
        allowDeselect={false}
        data={SORTS}
        value={search.sort ?? ""}
        onChange={(sort) => onChange({ sort: sort || undefined })}
        w={170}
      />
      {isTemplateFiltered(search) && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NOTHING)} data-testid="clear-filters">
          Clear filters
        </Button>
      )}
    </div>
  );
}
