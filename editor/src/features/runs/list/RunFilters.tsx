// What the runs of the list have in common, with counts; a press filters by it.
import { useState } from "react";
import { type RunFacets, useRunFacets } from "../../../api/runs/getFacets";
import type { RunStatus } from "../../../core/run";
import { filterOf, listOf, type RunListSearch, toggled } from "../../../core/runFilter";
import { triggerWord } from "../../../core/startedBy";
import { Facet, FacetMore, FacetOption, Facets } from "../../../ui/facets/Facets";
import { StatusMark } from "../../../ui/StatusMark";
import { statusLook } from "../../../ui/status";
import type { SetSearch } from "./RunListPage";

const STATUSES: RunStatus[] = [
  "failed",
  "timed_out",
  "running",
  "paused",
  "pending",
  "completed",
  "cancelled",
];

interface Props {
  search: RunListSearch;
  onChange: SetSearch;
}

/** A facet counts what the others leave over, so that each shows what a further press would give. */
export function RunFilters({ search, onChange }: Props) {
  const filter = filterOf(search);
  const byStatus = useRunFacets({ ...filter, status: undefined }).data;
  const facets = useRunFacets(filter).data;
  return (
    <Facets label="Filters">
      <StatusFacet counts={byStatus?.status} value={search.status} onChange={onChange} />
      <NamedFacet title="Flow" name="flow" items={facets?.flow} value={search.flow} onChange={onChange} />
      <TextFacet
        title="Started by"
        counts={facets?.trigger}
        name="trigger"
        wordFor={triggerWord}
        value={search.trigger}
        onChange={onChange}
      />
      <TextFacet title="Person" counts={facets?.user} name="user" value={search.user} onChange={onChange} />
      <NamedFacet
        title="Target"
        name="target"
        items={facets?.target?.map(byName)}
        value={search.target}
        onChange={onChange}
      />
    </Facets>
  );
}

interface StatusProps {
  counts: RunFacets["status"] | undefined;
  value: string | undefined;
  onChange: SetSearch;
}

function StatusFacet({ counts, value, onChange }: StatusProps) {
  const chosen = listOf(value);
  return (
    <Facet title="State">
      {STATUSES.map((status) => (
        <FacetOption
          key={status}
          testId={`facet-status-${status}`}
          label={statusLook(status).label}
          mark={<StatusMark status={status} size={14} decorative />}
          count={counts ? (counts.find((one) => one.value === status)?.count ?? 0) : undefined}
          isOn={chosen.includes(status)}
          onPress={() => onChange({ status: toggled(value, status) })}
        />
      ))}
    </Facet>
  );
}

/** The address is read by people: it holds the machine's name. */
const byName = ({ name, count }: { name: string; count: number }) => ({ id: name, name, count });

interface NamedProps {
  title: string;
  name: "flow" | "target";
  items: RunFacets["flow"] | undefined;
  value: string | undefined;
  onChange: SetSearch;
}

const FEW = 6;

function NamedFacet({ title, name, items, value, onChange }: NamedProps) {
  const [showsAll, setShowsAll] = useState(false);
  if (!items || items.length === 0) return null;
  return (
    <Facet title={title}>
      {items.slice(0, showsAll ? 100 : FEW).map((item) => (
        <FacetOption
          key={item.id}
          testId={`facet-${name}-${item.id}`}
          label={item.name}
          count={item.count}
          isOn={value === item.id}
          onPress={() => onChange({ [name]: value === item.id ? undefined : item.id })}
        />
      ))}
      {items.length > FEW && !showsAll && (
        <FacetMore count={items.length - FEW} onPress={() => setShowsAll(true)} />
      )}
    </Facet>
  );
}

interface TextProps {
  title: string;
  counts: { value: string; count: number }[] | undefined;
  name: "trigger" | "user";
  value: string | undefined;
  /** What a value is called, where it is not shown as it is. */
  wordFor?: (value: string) => string;
  onChange: SetSearch;
}

function TextFacet({ title, counts, name, value, wordFor, onChange }: TextProps) {
  if (!counts || counts.length === 0) return null;
  return (
    <Facet title={title}>
      {counts.slice(0, 20).map((one) => (
        <FacetOption
          key={one.value}
          testId={`facet-${name}-${one.value}`}
          label={wordFor?.(one.value) ?? one.value}
          count={one.count}
          isOn={value === one.value}
          onPress={() => onChange({ [name]: value === one.value ? undefined : one.value })}
        />
      ))}
    </Facet>
  );
}
