// Publishes the drawing as the next version: what changed, why, and what was merged just now.
import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import { movedText } from "../../../core/changeText";
import { countWords } from "../../../core/diff";
import { ChangeList } from "../../../ui/changes";
import { useEditor, useEditorSession, useView } from "../session";
import classes from "./Publish.module.css";
import { usePublish } from "./publish";
import { useChanges } from "./useChanges";

export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { catalog } = useEditorSession();
  const changes = useChanges();
  const { saved, document, version } = useEditor((state) => state);
  const merging = useView((view) => view.merging);
  const isSaving = useView((view) => view.isSaving);
  const publish = usePublish();
  const [comment, setComment] = useState("");
  const message = useRef<HTMLTextAreaElement>(null);
  // The dialog is there before what is in it is loaded, so it cannot give the focus itself.
  useEffect(() => message.current?.focus(), []);
  const naming = useMemo(() => ({ catalog, documents: [document, saved] }), [catalog, document, saved]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await publish(comment.trim())) onClose();
  };
  return (
    <form onSubmit={submit} data-testid="publish-dialog">
      <Stack gap="md">
        {merging && (
          <Alert
            color="accent"
            variant="light"
            title={`Version ${merging.version} came first`}
            data-testid="merged-note"
          >
            {merging.updated_by ?? "Somebody"} published while you were drawing. Both are merged on the
            canvas, and nothing is lost; below is what you add to it. {movedText(merging.moved ?? [])} Publish
            again to confirm, or undo to go back.
          </Alert>
        )}
        <Textarea
          label="What is it for?"
          description="Shown in the list of versions."
          placeholder="Retry when the host is busy"
          autosize
          minRows={2}
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          ref={message}
          data-testid="publish-message"
        />
        <section aria-label="What changed">
          <Text size="sm" fw={650} mb={4}>
            {countWords(changes.length)} since version {version}
          </Text>
          <div className={classes.changes}>
            {changes.length === 0 ? (
              <Text size="sm" c="dimmed">
                What is on the canvas is what is published.
              </Text>
            ) : (
              <ChangeList changes={changes} naming={naming} />
            )}
          </div>
        </section>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={isSaving}
            disabled={changes.length === 0}
            data-testid="publish-submit"
          >
            Publish version {version + 1}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
