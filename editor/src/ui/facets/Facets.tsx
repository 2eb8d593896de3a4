// Filters beside a list: groups of choices with counts; a press filters by one.
import { Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Facets.module.css";

export function Facets({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className={classes.facets} aria-label={label}>
      {children}
    </aside>
  );
}

export function Facet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.facet}>
      <Text component="legend" className={classes.title}>
        {title}
      </Text>
      <div className={classes.options}>{children}</div>
    </fieldset>
  );
}

interface OptionProps {
  testId: string;
  label: string;
  mark?: ReactNode;
  count?: number;
  isOn: boolean;
  onPress: () => void;
}

export function FacetOption({ testId, label, mark, count, isOn, onPress }: OptionProps) {
  return (
    <UnstyledButton className={classes.option} aria-pressed={isOn} onClick={onPress} data-testid={testId}>
      {mark}
      <span className={classes.label} title={label}>
        {label}
      </span>
      {count !== undefined && <span className={classes.count}>{count.toLocaleString()}</span>}
    </UnstyledButton>
  );
}

/** Shows the choices that are left out at first. */
export function FacetMore({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <UnstyledButton className={classes.more} onClick={onPress}>
      {count} more
    </UnstyledButton>
  );
}
