// The mark of what differs from another version: a sign for what it is, a dot for that it is not published yet.
import { KINDS } from "../changes/kinds";
import classes from "./ChangeBadge.module.css";
import type { ChangeMark } from "./context";

export function changeWord(change: ChangeMark): string {
  return change === "unpublished" ? "changed since publish" : KINDS[change].word;
}

interface ChangeBadgeProps {
  change: ChangeMark;
  className?: string;
  testId: string;
}

export function ChangeBadge({ change, className, testId }: ChangeBadgeProps) {
  return (
    <span
      className={`${classes.badge} ${className ?? ""}`}
      data-change={change}
      title={sentence(changeWord(change))}
      data-testid={testId}
    >
      {change === "unpublished" ? "" : KINDS[change].sign}
    </span>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
