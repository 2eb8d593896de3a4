// One target: what is known of it, whether it answers, its host keys, and what can be done with it.
import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatTime } from "../../core/format";
import { KEY_CHECKS, type Named, OS_TYPES, PROTOCOLS, type Target, wordFor } from "../../core/targets";
import { type Fact, Facts } from "../../ui/Facts";
import { JsonTree } from "../../ui/JsonTree";
import { OsMark } from "../../ui/OsMark";
import { Part } from "../../ui/Part";
import { Tags } from "../../ui/Tags";
import { HostKeys } from "./HostKeys";
import { TestPart } from "./TestPart";
import { TargetState } from "./words";

interface Props {
  target: Target;
  mayEdit: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

export function TargetDetail({ target, mayEdit, onEdit, onDelete }: Props) {
  const isReached = target.protocol !== "none";
  return (
    <Stack gap="lg" data-testid="target-detail">
      {target.description && <Text size="sm">{target.description}</Text>}
      <Group gap="xs">
        {mayEdit && (
          <Button onClick={onEdit} data-testid="target-edit">
            Edit
          </Button>
        )}
        <Link to="/runs" search={{ target: target.name }}>
          <Button component="span" variant="default">
            Runs on this target
          </Button>
        </Link>
        {mayEdit && (
          <Button variant="subtle" color="red" onClick={onDelete} data-testid="target-delete">
            Delete
          </Button>
        )}
      </Group>
      <Part title="Details">
        <Facts rows={factsOf(target)} />
      </Part>
      {isReached && <TestPart target={target} mayTest={mayEdit} />}
      {isReached && <HostKeys target={target.id} mayEdit={mayEdit} />}
      {Object.keys(target.metadata).length > 0 && (
        <Part title="Metadata">
          <JsonTree value={target.metadata} />
        </Part>
      )}
    </Stack>
  );
}

function factsOf(target: Target): Fact[] {
  const kind = [wordFor(OS_TYPES, target.os_type), target.os_version].filter(Boolean).join(", ");
  const rows: (Fact | false)[] = [
    ["Kind", <Kind key="kind" target={target} text={kind} />],
    ["Host name", target.hostname],
    target.ip_address !== "" && ["Address", target.ip_address],
    ["Status", <TargetState key="status" status={target.status} />],
    target.environment !== "" && ["Environment", target.environment],
    ["Reached by", reachText(target)],
    target.protocol !== "none" && ["Host keys", wordFor(KEY_CHECKS, target.host_key_check)],
    target.protocol !== "none" && ["Connects within", `${target.connect_timeout} s`],
    ["Credential", target.credential?.name ?? "none"],
    target.tags.length > 0 && ["Tags", <Tags key="tags" tags={target.tags} few={20} />],
    target.groups.length > 0 && ["Groups", <Groups key="groups" groups={target.groups} />],
    target.depends_on.length > 0 && ["Depends on", <Targets key="targets" targets={target.depends_on} />],
    ["Changed", `${formatTime(target.updated_at)}${target.updated_by ? ` by ${target.updated_by}` : ""}`],
  ];
  return rows.filter((row) => row !== false);
}

function reachText({ protocol, port }: Target): string {
  return protocol === "none" ? "nothing" : `${wordFor(PROTOCOLS, protocol)}, port ${port}`;
}

function Kind({ target, text }: { target: Target; text: string }) {
  return (
    <Group gap={6} justify="flex-end" component="span">
      <OsMark os={target.os_type} size={16} decorative />
      {text}
    </Group>
  );
}

function Groups({ groups }: { groups: readonly Named[] }) {
  return groups.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link to="/targets" search={{ group: id }} className="oc-link">
        {name}
      </Link>
    </span>
  ));
}

function Targets({ targets }: { targets: readonly Named[] }) {
  return targets.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link to="/targets" search={(old) => ({ ...old, show: id })} className="oc-link">
        {name}
      </Link>
    </span>
  ));
}
