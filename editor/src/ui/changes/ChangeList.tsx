// What changed from one document to another: a list by node and by field, with texts line by line.
import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  fieldTitle,
  groupedChanges,
  itemTitle,
  languageOf,
  type Naming,
  nodeIn,
} from "../../core/changeText";
import type { ItemChange } from "../../core/diff";
import classes from "./Changes.module.css";
import { FieldDiff } from "./FieldDiff";
import { KindMark } from "./KindMark";
import { KINDS } from "./kinds";

export interface ChangeListProps {
  changes: readonly ItemChange[];
  naming: Naming;
  /** The node that is looked at elsewhere. */
  current?: string;
  onShow?: (item: ItemChange) => void;
  /** What can be done with one, such as restoring it. */
  action?: (item: ItemChange) => ReactNode;
}

/** More than these of a kind are shown on request: each has text of its own to draw. */
const MOST = 100;

export function ChangeList(props: ChangeListProps) {
  return (
    <div className={classes.list} data-testid="change-list">
      {groupedChanges(props.changes).map(({ title, items }) => (
        <ChangeGroup key={title} {...props} title={title} items={items} />
      ))}
    </div>
  );
}

interface GroupProps extends ChangeListProps {
  title: string;
  items: readonly ItemChange[];
}

function ChangeGroup({ title, items, ...rest }: GroupProps) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? items : items.slice(0, MOST);
  return (
    <section aria-label={title}>
      <h2 className={classes.group}>{title}</h2>
      <ul className={classes.items}>
        {shown.map((item) => (
          <ChangeItem key={`${item.part}/${item.id}`} item={item} {...rest} />
        ))}
      </ul>
      {shown.length < items.length && (
        <UnstyledButton className="oc-link" onClick={() => setAll(true)}>
          Show {items.length - shown.length} more
        </UnstyledButton>
      )}
    </section>
  );
}

interface ItemProps extends Omit<ChangeListProps, "changes"> {
  item: ItemChange;
}

function ChangeItem({ item, naming, current, onShow, action }: ItemProps) {
  const isCurrent = item.part === "nodes" && item.id === current;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  const title = itemTitle({ part: item.part, item: item.id }, naming);
  return (
    <li
      ref={row}
      className={classes.item}
      data-current={isCurrent || undefined}
      data-testid={`change-${item.part}-${item.id}`}
    >
      <div className={classes.head}>
        <KindMark kind={item.kind} />
        {onShow && item.part === "nodes" ? (
          <UnstyledButton className={classes.title} aria-current={isCurrent} onClick={() => onShow(item)}>
            {title}
          </UnstyledButton>
        ) : (
          <span className={classes.title}>{title}</span>
        )}
        <span className={classes.kind} aria-hidden="true">
          {KINDS[item.kind].word}
        </span>
        {action?.(item)}
      </div>
      <Fields item={item} naming={naming} />
    </li>
  );
}

function Fields({ item, naming }: Pick<ItemProps, "item" | "naming">) {
  const node = item.part === "nodes" ? nodeIn(item.id, naming) : undefined;
  const descriptor = node && naming.catalog.get(node.type);
  const isWholeValue = item.part === "parameters" || item.part === "document";
  if (isWholeValue && item.kind !== "changed")
    return <FieldDiff label="Value" before={item.before} after={item.after} />;
  return item.fields.map(({ path, before, after }) => (
    <FieldDiff
      key={path}
      label={path === "" ? "Value" : fieldTitle(item.part, path, descriptor)}
      before={before}
      after={after}
      language={languageOf(path, descriptor)}
    />
  ));
}
