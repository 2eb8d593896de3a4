// The names in scope with their example values, to click or drag into an expression.
import { TextInput } from "@mantine/core";
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import { useState } from "react";
import { type Entry, fieldsWithin, pathText, type Scope, type Section } from "../../../core/scope";
import classes from "./Expression.module.css";
import { brief } from "./LiveResult";

interface Props {
  scope: Scope;
  onInsert: (path: string) => void;
  /** How a dragged name is written. */
  written: (path: string) => string;
}

export function DataTree({ scope, onInsert, written }: Props) {
  const [search, setSearch] = useState("");
  const sections =
    search.trim() === "" ? scope.sections : scope.sections.map((section) => matching(section, search));
  const shown = sections.filter((section) => section.entries.length > 0);
  return (
    <div className={classes.tree}>
      <TextInput
        size="xs"
        aria-label="Search the data"
        placeholder="Search the data"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {shown.length === 0 && <p className={classes.quiet}>No name holds “{search}”.</p>}
      {shown.map((section) => (
        <section key={section.title} aria-label={section.title}>
          <h3 className={classes.title}>{section.title}</h3>
          <ul className={classes.list}>
            {section.entries.map((entry) => (
              <Branch
                key={entry.name}
                entry={entry}
                steps={section.root ? [section.root, entry.name] : [entry.name]}
                isOpenFirst={search.trim() !== ""}
                onInsert={onInsert}
                written={written}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface BranchProps extends Omit<Props, "scope"> {
  entry: Entry;
  steps: string[];
  isOpenFirst?: boolean;
}

function Branch({ entry, steps, isOpenFirst = false, onInsert, written }: BranchProps) {
  const inner = entry.isSecret ? [] : fieldsWithin(entry);
  // Data may come later than the tree: until somebody decides, what is small is open.
  const [chosen, setOpen] = useState<boolean>();
  const isOpen = chosen ?? (isOpenFirst || (steps.length < 2 && inner.length < 8 && inner.length > 0));
  const path = pathText(steps);
  return (
    <li>
      <div className={classes.line}>
        {inner.length > 0 ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Open"} ${path}`}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} className={isOpen ? classes.open : undefined} aria-hidden="true" />
          </button>
        ) : (
          <span className={classes.fold} />
        )}
        <button
          type="button"
          className={classes.name}
          draggable
          title={`Insert ${path}`}
          onDragStart={(event) => event.dataTransfer.setData("text/plain", written(path))}
          onClick={() => onInsert(path)}
        >
          <span>{entry.name}</span>
          {entry.isSecret && <IconLock size={12} aria-label="secret" />}
          <span className={classes.detail}>
            {entry.value === undefined || typeof entry.value === "object"
              ? entry.detail
              : brief(entry.value).slice(0, 60)}
          </span>
        </button>
      </div>
      {isOpen && inner.length > 0 && (
        <ul className={classes.list}>
          {inner.map((child) => (
            <Branch
              key={child.name}
              entry={child}
              steps={[...steps, child.name]}
              onInsert={onInsert}
              written={written}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function matching(section: Section, search: string): Section {
  const words = search.toLowerCase();
  return { ...section, entries: section.entries.filter((entry) => holds(entry, words, 0)) };
}

function holds(entry: Entry, words: string, depth: number): boolean {
  if (entry.name.toLowerCase().includes(words) || entry.detail.toLowerCase().includes(words)) return true;
  return depth < 4 && !entry.isSecret && fieldsWithin(entry).some((child) => holds(child, words, depth + 1));
}
