// Names of versions, such as a release: given, moved and taken away.
import { ActionIcon, Badge, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { type FormEvent, useState } from "react";
import { useTagVersion, type VersionItem } from "../../api/flows/versions";
import { tagProblem } from "../../core/versions";
import { Failed } from "../../ui/states";
import { toast, toastFailure } from "../../ui/toast";

interface TagBadgeProps {
  flowId: string;
  tag: string;
  version: number;
  mayEdit: boolean;
}

export function TagBadge({ flowId, tag, version, mayEdit }: TagBadgeProps) {
  const { mutate, isPending } = useTagVersion(flowId);
  const remove = () =>
    mutate(
      { tag, version: null },
      {
        onSuccess: () => toast(`Version ${version} is no longer called “${tag}”.`),
        onError: (error) => toastFailure("The tag was not removed", error),
      },
    );
  return (
    <Badge
      variant="default"
      tt="none"
      fw={600}
      h={24}
      data-testid={`tag-${tag}`}
      rightSection={
        mayEdit && (
          <ActionIcon
            size={20}
            variant="subtle"
            color="gray"
            loading={isPending}
            aria-label={`Remove the tag ${tag}`}
            onClick={remove}
          >
            <IconX size={12} />
          </ActionIcon>
        )
      }
    >
      {tag}
    </Badge>
  );
}

interface TagDialogProps {
  flowId: string;
  version: VersionItem | null;
  items: readonly VersionItem[];
  onClose: () => void;
}

export function TagDialog({ flowId, version, items, onClose }: TagDialogProps) {
  return (
    <Modal opened={version !== null} onClose={onClose} title={`Tag version ${version?.version}`}>
      {version && <TagForm flowId={flowId} version={version.version} items={items} onClose={onClose} />}
    </Modal>
  );
}

interface TagFormProps extends Omit<TagDialogProps, "version"> {
  version: number;
}

function TagForm({ flowId, version, items, onClose }: TagFormProps) {
  const [tag, setTag] = useState("");
  const put = useTagVersion(flowId);
  const holder = items.find((item) => item.tags.includes(tag))?.version;
  const problem = tag === "" ? undefined : tagProblem(tag);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ tag, version }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Such as a release. A name is on one version at a time."
          placeholder="2026.1"
          value={tag}
          error={problem}
          onChange={(event) => setTag(event.currentTarget.value)}
          data-autofocus
          data-testid="tag-name"
        />
        {holder !== undefined && holder !== version && (
          <Text size="sm" role="status">
            “{tag}” is on version {holder} now and moves here.
          </Text>
        )}
        {put.error && <Failed what="The version was not tagged" error={put.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={put.isPending}
            disabled={tag === "" || problem !== undefined || holder === version}
            data-testid="tag-submit"
          >
            {holder === undefined || holder === version ? "Tag" : "Move it here"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
