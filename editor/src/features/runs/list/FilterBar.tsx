// Search, the span of time, saved views, and a chip for each filter that has no other sign.
import { Badge, Button, CloseButton, Select } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatTime } from "../../../core/format";
import { isFiltered, RANGES, RUN_FILTER_NAMES, type RunListSearch } from "../../../core/runFilter";
import type { SavedView } from "../../../core/savedViews";
import listing from "../../../ui/Listing.module.css";
import { SavedViews } from "../../../ui/SavedViews";
import { SearchField } from "../../../ui/SearchField";
import type { SetSearch } from "./RunListPage";

interface Props {
  search: RunListSearch;
  onChange: SetSearch;
  onOpenView: (view: RunListSearch) => void;
}

const NOTHING: RunListSearch = Object.fromEntries(RUN_FILTER_NAMES.map((name) => [name, undefined]));
const SHIPPED: readonly SavedView[] = [
  { name: "Failed in the last 24 hours", search: { status: "failed,timed_out", since: "24h" } },
  { name: "Under way", search: { status: "running,paused,pending" } },
];

export function FilterBar({ search, onChange, onOpenView }: Props) {
  return (
    <div className={listing.bar}>
      <SearchField
        label="Search runs"
        placeholder="Flow, person or run id"
        testId="run-search"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <Select
        aria-label="Time"
        placeholder="Any time"
        clearable
        data={[...RANGES]}
        value={search.since ?? null}
        onChange={(since) => onChange({ since: since ?? undefined, from: undefined, to: undefined })}
        w={170}
        data-testid="filter-since"
      />
      <SavedViews list="runs" shipped={SHIPPED} current={savable(search)} onOpen={onOpenView} />
      <Chips search={search} onChange={onChange} />
      {isFiltered(search) && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NOTHING)} data-testid="clear-filters">
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** What is selected and how far somebody scrolled is no part of a view. */
function savable({ page: _, selected: __, ...rest }: RunListSearch): { [name: string]: string } {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as {
    [name: string]: string;
  };
}

function Chips({ search, onChange }: { search: RunListSearch; onChange: SetSearch }) {
  return (
    <>
      {(search.from || search.to) && (
        <Chip
          testId="filter-span"
          closeLabel="Show any time"
          onClose={() => onChange({ from: undefined, to: undefined })}
        >
          {formatTime(search.from)} to {formatTime(search.to)}
        </Chip>
      )}
      {search.version && (
        <Chip
          testId="filter-version"
          closeLabel="Show every version"
          onClose={() => onChange({ version: undefined })}
        >
          Version {search.version}
        </Chip>
      )}
      {search.target && (
        <Chip
          testId="filter-target"
          closeLabel="Show runs on every machine"
          onClose={() => onChange({ target: undefined })}
        >
          On {search.target}
        </Chip>
      )}
      {search.parent && (
        <Chip
          testId="filter-parent"
          closeLabel="Show runs of every parent"
          onClose={() => onChange({ parent: undefined })}
        >
          Started by{" "}
          <Link to="/runs/$runId" params={{ runId: search.parent }} className="oc-link">
            one run
          </Link>
        </Chip>
      )}
    </>
  );
}

interface ChipProps {
  testId: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
}

function Chip({ testId, closeLabel, onClose, children }: ChipProps) {
  return (
    <Badge
      variant="default"
      size="lg"
      tt="none"
      fw={500}
      data-testid={testId}
      rightSection={<CloseButton size="xs" aria-label={closeLabel} onClick={onClose} />}
    >
      {children}
    </Badge>
  );
}
