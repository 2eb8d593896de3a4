// What was published, newest first: two are chosen to be compared, any can be named or restored.
import { ActionIcon, Badge, Button, Group, Menu, Radio, Text } from "@mantine/core";
import IconDots from "@tabler/icons-react/dist/esm/icons/IconDots.mjs";
import IconHistory from "@tabler/icons-react/dist/esm/icons/IconHistory.mjs";
import IconTag from "@tabler/icons-react/dist/esm/icons/IconTag.mjs";
import { useId, useState } from "react";
import type { VersionItem } from "../../api/flows/versions";
import { formatAgo, formatTime } from "../../core/format";
import { type Compared, runsText } from "../../core/versions";
import { RestoreDialog } from "./RestoreDialog";
import { TagBadge, TagDialog } from "./Tags";
import classes from "./Versions.module.css";

interface VersionListProps {
  flowId: string;
  items: readonly VersionItem[];
  compared: Compared | undefined;
  mayEdit: boolean;
  onCompare: (search: { from?: string; to?: string }) => void;
  /** Left out where all are shown. */
  onMore?: () => void;
}

interface Asked {
  what: "tag" | "restore";
  version: VersionItem;
}

export function VersionList({ flowId, items, compared, mayEdit, onCompare, onMore }: VersionListProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const names = { from: useId(), to: useId() };
  const newest = items[0]?.version ?? 0;
  const close = () => setAsked(null);
  return (
    <>
      {compared && (
        <div className={classes.chooseHead} aria-hidden="true">
          <span>From</span>
          <span>To</span>
        </div>
      )}
      <ol className={classes.list} data-testid="version-list">
        {items.map((item) => (
          <li key={item.version} className={classes.row} data-testid={`version-${item.version}`}>
            {compared && <Choose item={item} compared={compared} names={names} onCompare={onCompare} />}
            <Facts item={item} flowId={flowId} isNewest={item.version === newest} mayEdit={mayEdit} />
            {mayEdit && (
              <Acts
                item={item}
                isNewest={item.version === newest}
                onAsk={(what) => setAsked({ what, version: item })}
              />
            )}
          </li>
        ))}
      </ol>
      {onMore && (
        <Button variant="subtle" size="xs" onClick={onMore}>
          Older versions
        </Button>
      )}
      <TagDialog
        flowId={flowId}
        version={asked?.what === "tag" ? asked.version : null}
        items={items}
        onClose={close}
      />
      <RestoreDialog
        flowId={flowId}
        older={asked?.what === "restore" ? asked.version.version : null}
        newest={newest}
        onClose={close}
      />
    </>
  );
}

interface ChooseProps {
  item: VersionItem;
  compared: Compared;
  names: { from: string; to: string };
  onCompare: VersionListProps["onCompare"];
}

function Choose({ item, compared, names, onCompare }: ChooseProps) {
  const value = String(item.version);
  return (
    <div className={classes.choose}>
      {(["from", "to"] as const).map((side) => (
        <Radio
          key={side}
          name={names[side]}
          value={value}
          aria-label={`Compare ${side} version ${value}`}
          checked={compared[side] === item.version}
          onChange={() => onCompare({ from: String(compared.from), to: String(compared.to), [side]: value })}
          data-testid={`${side}-${value}`}
        />
      ))}
    </div>
  );
}

interface FactsProps {
  item: VersionItem;
  flowId: string;
  isNewest: boolean;
  mayEdit: boolean;
}

function Facts({ item, flowId, isNewest, mayEdit }: FactsProps) {
  return (
    <div className={classes.facts}>
      <Group gap={6}>
        <Text size="sm" fw={650}>
          Version {item.version}
        </Text>
        {isNewest && (
          <Badge size="sm" variant="light" tt="none">
            published
          </Badge>
        )}
        {item.tags.map((tag) => (
          <TagBadge key={tag} flowId={flowId} tag={tag} version={item.version} mayEdit={mayEdit} />
        ))}
      </Group>
      {item.comment && <Text size="sm">{item.comment}</Text>}
      <Text size="xs" c="dimmed">
        {item.author} ·{" "}
        <time title={formatTime(item.created_at)}>{formatAgo(item.created_at, Date.now())}</time> ·{" "}
        {runsText(item.runs)}
      </Text>
    </div>
  );
}

interface ActsProps {
  item: VersionItem;
  isNewest: boolean;
  onAsk: (what: Asked["what"]) => void;
}

function Acts({ item, isNewest, onAsk }: ActsProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for version ${item.version}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTag size={16} />} onClick={() => onAsk("tag")}>
          Tag…
        </Menu.Item>
        {!isNewest && (
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => onAsk("restore")}>
            Restore this version…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
