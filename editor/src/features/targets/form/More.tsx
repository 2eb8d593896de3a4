// What else is to be said of a target.
import { Textarea } from "@mantine/core";
import { JsonInput } from "../../../ui/JsonInput";
import { Part } from "../../../ui/Part";
import type { DraftFields } from "./useTargetDraft";

export function More({ draft, errors, change }: DraftFields) {
  return (
    <Part title="More">
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={draft.description}
        error={errors.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        data-testid="target-description"
      />
      <JsonInput
        label="Metadata"
        description="As a JSON object. Flows can read it."
        placeholder={'{"rack": "B4"}'}
        text={draft.metadata}
        error={errors.metadata}
        onChange={(metadata) => change({ metadata })}
        data-testid="target-metadata"
      />
    </Part>
  );
}
