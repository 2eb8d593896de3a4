// What targets have in common beside the list, the search and the saved views above it.
import { Button, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTargetFacets } from "../../api/targets/getFacets";
import type { SavedView } from "../../core/savedViews";
import { EVERY_TARGET, isTargetFiltered, type TargetFilter, type TargetSearch } from "../../core/targetList";
import { OS_TYPES, TARGET_STATUSES, wordFor } from "../../core/targets";
import { Facet, FacetMore, FacetOption, Facets } from "../../ui/facets/Facets";
import listing from "../../ui/Listing.module.css";
import { OsMark } from "../../ui/OsMark";
import { SavedViews } from "../../ui/SavedViews";
import { SearchField } from "../../ui/SearchField";
import { stateMark } from "./words";

interface Props {
  search: TargetSearch;
  onChange: (change: TargetSearch) => void;
}

export function TargetFilters({ search, onChange }: Props) {
  const facets = useTargetFacets();
  const { os_type = [], environment = [], status = [], tag = [], group = [] } = facets.data ?? {};
  const common = { search, onChange };
  return (
    <Facets label="Filters">
      <Choices
        {...common}
        title="Kind"
        name="os"
        options={os_type.map((one) => ({ ...one, label: wordFor(OS_TYPES, one.value) }))}
        markFor={(value) => <OsMark os={value} size={14} decorative />}
      />
      <Choices
        {...common}
        title="Status"
        name="status"
        options={status.map((one) => ({ ...one, label: wordFor(TARGET_STATUSES, one.value) }))}
        markFor={stateMark}
      />
      <Choices {...common} title="Environment" name="environment" options={environment} />
      <Choices
        {...common}
        title="Group"
        name="group"
        options={group.map(({ id, name, count }) => ({ value: id, label: name, count }))}
      />
      <Choices {...common} title="Tag" name="tag" options={tag} />
      {facets.error && !facets.data && (
        <Text size="xs" c="dimmed" px={8} role="status">
          The filters could not be read. The list is complete.
        </Text>
      )}
    </Facets>
  );
}

interface ChoicesProps extends Props {
  title: string;
  name: Exclude<keyof TargetFilter, "search">;
  options: readonly { value: string; label?: string; count: number }[];
  markFor?: (value: string) => ReactNode;
}

const FEW = 6;
const MANY = 100;

function Choices({ title, name, options, markFor, search, onChange }: ChoicesProps) {
  const [showsAll, setShowsAll] = useState(false);
  const named = options.filter(({ value }) => value !== "");
  if (named.length === 0) return null;
  return (
    <Facet title={title}>
      {named.slice(0, showsAll ? MANY : FEW).map(({ value, label = value, count }) => {
        const isOn = search[name] === value || search[name] === label;
        return (
          <FacetOption
            key={value}
            testId={`facet-${name}-${label}`}
            label={label}
            mark={markFor?.(value)}
            count={count}
            isOn={isOn}
            onPress={() => onChange({ [name]: isOn ? undefined : value })}
          />
        );
      })}
      {named.length > FEW && !showsAll && (
        <FacetMore count={named.length - FEW} onPress={() => setShowsAll(true)} />
      )}
    </Facet>
  );
}

const SHIPPED: readonly SavedView[] = [
  { name: "In maintenance", search: { status: "maintenance" } },
  { name: "Changed last", search: { sort: "updated" } },
];

export function TargetSearchBar({ search, onChange }: Props) {
  return (
    <div className={listing.bar}>
      <SearchField
        label="Search targets"
        placeholder="Name, host name or address"
        testId="target-search"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <SavedViews
        list="targets"
        shipped={SHIPPED}
        current={savable(search)}
        onOpen={(view) => onChange({ ...EVERY_TARGET, ...view })}
      />
      {isTargetFiltered(search) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => onChange(EVERY_TARGET)}
          data-testid="clear-filters"
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}

function savable({ show: _, ...rest }: TargetSearch): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
