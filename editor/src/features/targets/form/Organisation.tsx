// Where a target belongs: environment, status, tags, groups, and what it needs.
import { Autocomplete, Select, TagsInput, Text } from "@mantine/core";
import { useTargetFacets } from "../../../api/targets/getFacets";
import { type Named, TARGET_STATUSES, type Target, type TargetStatus } from "../../../core/targets";
import { Part } from "../../../ui/Part";
import classes from "../Targets.module.css";
import { TargetsSelect } from "./TargetsSelect";
import type { DraftFields } from "./useTargetDraft";

export function Organisation({ draft, errors, change, stored }: DraftFields & { stored?: Target }) {
  const facets = useTargetFacets().data;
  const known = (counts: readonly { value: string }[] = []) =>
    counts.map(({ value }) => value).filter(Boolean);
  return (
    <Part title="Organisation">
      <div className={classes.pair}>
        <Autocomplete
          label="Environment"
          placeholder="production"
          data={known(facets?.environment)}
          value={draft.environment}
          error={errors.environment}
          onChange={(environment) => change({ environment })}
          data-testid="target-environment"
        />
        <Select
          label="Status"
          allowDeselect={false}
          data={[...TARGET_STATUSES]}
          value={draft.status}
          error={errors.status}
          onChange={(status) => status && change({ status: status as TargetStatus })}
          data-testid="target-status"
        />
      </div>
      <TagsInput
        label="Tags"
        description="Enter after each. A flow can work on all machines with a tag."
        data={known(facets?.tag)}
        value={draft.tags}
        error={errors.tags}
        onChange={(tags) => change({ tags })}
        data-testid="target-tags"
      />
      {stored && (
        <Text size="sm" c="dimmed" data-testid="target-groups">
          {groupText(stored.groups)} A group says itself what is in it.
        </Text>
      )}
      <TargetsSelect
        label="Depends on"
        description="Machines that it needs to do its work."
        value={draft.depends_on}
        error={errors.depends_on}
        without={stored?.id}
        onChange={(depends_on) => change({ depends_on })}
        testId="target-depends-on"
      />
    </Part>
  );
}

function groupText(groups: readonly Named[]): string {
  if (groups.length === 0) return "In no group.";
  const names = groups.map(({ name }) => name).join(", ");
  return groups.length === 1 ? `In the group ${names}.` : `In the groups ${names}.`;
}
