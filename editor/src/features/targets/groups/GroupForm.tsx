// Makes a group of targets, or changes one: its name, what it is for, and what is in it.
import { Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { fieldErrors, isAboutFields, isCode } from "../../../api/problem";
import { useTargetGroup } from "../../../api/targetGroups/getGroup";
import { useSaveTargetGroup } from "../../../api/targetGroups/saveGroup";
import type { FullTargetGroup, Named } from "../../../core/targets";
import { ChangedMeanwhile } from "../../../ui/Changed";
import { Editing } from "../../../ui/Editing";
import { FormButtons } from "../../../ui/FormButtons";
import { useHeldSheet } from "../../../ui/Sheet";
import { Failed } from "../../../ui/states";
import { toast } from "../../../ui/toast";
import { useDraft } from "../../../ui/useDraft";
import { TargetsSelect } from "../form/TargetsSelect";

export function EditGroup({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Editing answer={useTargetGroup(id)} what="The group could not be read">
      {(stored, reload) => <GroupForm stored={stored} onReload={reload} onClose={onClose} />}
    </Editing>
  );
}

interface Props {
  /** The one that is changed; a new one otherwise. */
  stored?: FullTargetGroup;
  onReload?: () => void;
  onClose: () => void;
}

interface Draft {
  name: string;
  description: string;
  tags: string[];
  members: Named[];
}

function draftOf(stored: FullTargetGroup | undefined): Draft {
  if (!stored) return { name: "", description: "", tags: [], members: [] };
  const { name, description, tags, targets: members } = stored;
  return { name, description, tags, members };
}

const FIELDS = ["name", "description", "tags", "members"] as const;

export function GroupForm({ stored, onReload, onClose }: Props) {
  const save = useSaveTargetGroup();
  const { draft, change, isTouched } = useDraft(() => draftOf(stored));
  const { name, description, tags, members } = draft;
  useHeldSheet(isTouched);
  const isTaken = isCode(save.error, "name_taken");
  const told = fieldErrors(save.error, FIELDS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || name.trim() === "") return;
    const body = { ...draft, name: name.trim(), members: members.map(({ id }) => id) };
    const onSuccess = () => {
      toast(`“${body.name}” is stored.`);
      onClose();
    };
    save.mutate({ stored, ...body }, { onSuccess });
  };
  return (
    <form onSubmit={submit} noValidate autoComplete="off" data-testid="group-form">
      <Stack gap="md">
        <TextInput
          label="Name"
          withAsterisk
          value={name}
          error={isTaken ? "There is a group with this name." : told.name}
          onChange={(event) => {
            change({ name: event.currentTarget.value });
            if (isTaken) save.reset();
          }}
          data-autofocus={stored === undefined || undefined}
          data-testid="group-name"
        />
        <TargetsSelect
          label="Targets in it"
          value={members}
          error={told.members}
          onChange={(next) => change({ members: next })}
          testId="group-members"
        />
        <TagsInput
          label="Tags"
          value={tags}
          error={told.tags}
          onChange={(next) => change({ tags: next })}
          data-testid="group-tags"
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          value={description}
          error={told.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
          data-testid="group-description"
        />
        {isCode(save.error, "changed_meanwhile") && onReload ? (
          <ChangedMeanwhile onReload={onReload} />
        ) : (
          save.error &&
          !isTaken &&
          !isAboutFields(save.error, FIELDS) && <Failed what="The group was not stored" error={save.error} />
        )}
        <FormButtons
          label="Store"
          isBusy={save.isPending}
          isOff={name.trim() === ""}
          testId="group-save"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
