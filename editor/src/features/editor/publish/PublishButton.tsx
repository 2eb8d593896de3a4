// Opens the publishing of the drawing; says how many changes there are.
import { Button, Tooltip } from "@mantine/core";
import { countWords } from "../../../core/diff";
import { useKeysOf } from "../../../ui/keymap";
import { command } from "../commands";
import { useEditorSession, useView } from "../session";
import { useCommandContext } from "../useCommands";
import { useChanges } from "./useChanges";

export function PublishButton() {
  const { mayEdit } = useEditorSession();
  const count = useChanges().length;
  const isSaving = useView((view) => view.isSaving);
  const context = useCommandContext();
  const publish = command("publish");
  const keys = useKeysOf(publish);
  return (
    <Tooltip label={[`${countWords(count)} since publish`, keys[0]].filter(Boolean).join(" · ")}>
      <Button
        variant="default"
        onClick={() => publish.run(context())}
        disabled={count === 0 || !mayEdit}
        loading={isSaving}
        aria-label={count === 0 ? "Publish" : `Publish ${countWords(count)}`}
        data-testid="publish-button"
      >
        {count === 0 ? "Publish" : `Publish (${count})`}
      </Button>
    </Tooltip>
  );
}
