// One credential: what is told of it, where it is used, what became of it, and what can be done with it.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useCredentialUsage } from "../../api/credentials/getUsage";
import { type Credential, type CredentialType, textOfField } from "../../core/credentials";
import { formatTime } from "../../core/format";
import { type Fact, Facts } from "../../ui/Facts";
import { Loaded } from "../../ui/Loaded";
import { Part } from "../../ui/Part";
import { LoadingRows } from "../../ui/states";
import { History } from "./History";
import { Usage } from "./Usage";

interface Props {
  credential: Credential;
  types: readonly CredentialType[];
  onEdit: () => void;
  onRotate: () => void;
  onDelete: () => void;
}

export function CredentialDetail({ credential, types, onEdit, onRotate, onDelete }: Props) {
  const usage = useCredentialUsage(credential.id);
  return (
    <Stack gap="lg" data-testid="credential-detail">
      {credential.description && <Text size="sm">{credential.description}</Text>}
      <Group gap="xs">
        <Button onClick={onEdit} data-testid="credential-edit">
          Edit
        </Button>
        <Button variant="default" onClick={onRotate} data-testid="credential-rotate">
          Rotate
        </Button>
        <Button variant="subtle" color="red" onClick={onDelete} data-testid="credential-delete">
          Delete
        </Button>
      </Group>
      <Part title="Details">
        <Facts rows={factsOf(credential, types)} />
      </Part>
      <Part title="Where it is used">
        <Loaded
          answer={usage}
          what="Where it is used could not be read"
          skeleton={<LoadingRows rows={1} height={28} />}
        >
          {(found) => <Usage usage={found} />}
        </Loaded>
      </Part>
      <Part title="History">
        <History id={credential.id} />
      </Part>
    </Stack>
  );
}

function factsOf(credential: Credential, types: readonly CredentialType[]): Fact[] {
  const type = types.find((one) => one.type === credential.type);
  const fields = type?.fields.map((field): Fact | undefined => {
    if (field.secret) return credential.secrets.includes(field.name) ? [field.title, "set"] : undefined;
    const text = textOfField(field, credential.fields[field.name]);
    const choice = field.choices?.find(({ value }) => value === text);
    return text === "" ? undefined : [field.title, choice?.label ?? text];
  });
  return [
    ["Type", type?.name ?? credential.type],
    ...(fields ?? []).filter((fact) => fact !== undefined),
    ["Made", moment(credential.created_at, credential.created_by)],
    ["Changed", moment(credential.updated_at, credential.updated_by)],
    ["Rotated", credential.rotated_at ? moment(credential.rotated_at, credential.rotated_by) : "never"],
    ["Last used", credential.last_used_at ? formatTime(credential.last_used_at) : "never"],
  ];
}

const moment = (at: string, by: string | null) => `${formatTime(at)}${by ? ` by ${by}` : ""}`;
