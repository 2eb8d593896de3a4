// Quiet lines above the canvas: one goes on from a draft, or somebody published meanwhile.
import { ActionIcon, Button, Text } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { type ReactNode, useState } from "react";
import { useNewestVersion } from "../../../api/flows/versions";
import { formatAgo } from "../../../core/format";
import { toast, toastFailure } from "../../../ui/toast";
import { useEditor, useEditorSession, useView } from "../session";
import classes from "./Publish.module.css";
import { discardDraft } from "./publishCommands";
import { useChanges } from "./useChanges";

export function Notices() {
  const { mayEdit } = useEditorSession();
  return (
    <>
      {mayEdit && <DraftNotice />}
      <NewerNotice />
    </>
  );
}

function DraftNotice() {
  const session = useEditorSession();
  const from = useView((view) => view.draftFrom);
  const hasChanges = useChanges().length > 0;
  if (from === null || !hasChanges) return null;
  return (
    <Notice testId="draft-notice" onClose={() => session.view.setState({ draftFrom: null })}>
      <Text size="sm" flex={1}>
        You go on from your draft, last kept {formatAgo(from, Date.now())}. Runs and other people see it once
        you publish.
      </Text>
      <Button size="xs" variant="default" onClick={() => discardDraft(session)} data-testid="discard-draft">
        Discard the draft
      </Button>
    </Notice>
  );
}

function NewerNotice() {
  const session = useEditorSession();
  const version = useEditor((state) => state.version);
  const { data: newest } = useNewestVersion(session.flowId);
  const [hidden, setHidden] = useState(0);
  const [isBusy, setBusy] = useState(false);
  if (!newest || newest.version <= version || newest.version <= hidden) return null;
  const merge = async () => {
    setBusy(true);
    try {
      const { mergeNewest, mergedText } = await import("./merging");
      const { theirs, isMerged } = await mergeNewest(session);
      if (isMerged) toast(mergedText(theirs));
    } catch (error) {
      toastFailure("The newer version could not be read", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Notice testId="newer-notice" onClose={() => setHidden(newest.version)}>
      <Text size="sm" flex={1} truncate>
        {newest.author} published version {newest.version} {formatAgo(newest.created_at, Date.now())}
        {newest.comment && `: ${newest.comment}`}
      </Text>
      <Button size="xs" variant="default" loading={isBusy} onClick={merge} data-testid="merge-now">
        {session.mayEdit ? "Merge now" : "Show it"}
      </Button>
    </Notice>
  );
}

interface NoticeProps {
  testId: string;
  onClose: () => void;
  children: ReactNode;
}

function Notice({ testId, onClose, children }: NoticeProps) {
  return (
    <div className={classes.notice} role="status" data-testid={testId}>
      {children}
      <ActionIcon variant="subtle" color="gray" aria-label="Hide this notice" onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
