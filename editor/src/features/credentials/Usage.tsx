// Which targets and which nodes of flows sign in with a credential, with links to each.
import { List, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CredentialUsage } from "../../api/credentials/getUsage";

export const isUsed = ({ targets, flows }: CredentialUsage) => targets.length + flows.length > 0;

export function Usage({ usage }: { usage: CredentialUsage }) {
  if (!isUsed(usage)) {
    return (
      <Text size="sm" c="dimmed">
        Nothing uses it.
      </Text>
    );
  }
  return (
    <List size="sm" data-testid="credential-usage">
      {usage.targets.map((target) => (
        <List.Item key={target.id}>
          Target{" "}
          <Link to="/targets" search={{ show: target.id }} className="oc-link">
            {target.name}
          </Link>
        </List.Item>
      ))}
      {usage.flows.map((flow) => (
        <List.Item key={flow.id}>
          Flow{" "}
          <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="oc-link">
            {flow.name}
          </Link>
          <Nodes flow={flow.id} nodes={flow.nodes} />
        </List.Item>
      ))}
    </List>
  );
}

function Nodes({ flow, nodes }: { flow: string; nodes: readonly string[] }) {
  return nodes.map((node, index) => (
    <span key={node}>
      {index === 0 ? ", at " : ", "}
      <Link to="/flows/$flowId" params={{ flowId: flow }} search={{ node }} className="oc-link">
        {node}
      </Link>
    </span>
  ));
}
