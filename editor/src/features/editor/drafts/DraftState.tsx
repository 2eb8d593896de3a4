// Where the drawing stands: the version it goes on from, whether it is different, and where the draft is.
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Keeping } from "../../../core/draftKeeper";
import classes from "../Editor.module.css";
import { useChanges } from "../publish/useChanges";
import { useEditor, useEditorSession } from "../session";
import { useDraftState } from "./useKeeping";

const WORDS: Readonly<Record<Keeping, string>> = {
  kept: "draft saved",
  waiting: "saving draft…",
  local: "draft kept in this browser until the server answers",
  lost: "not saved",
};

export function DraftState() {
  const { flowId } = useEditorSession();
  const version = useEditor((state) => state.version);
  const hasChanges = useChanges().length > 0;
  const keeping = useDraftState();
  return (
    <Text size="xs" c="dimmed" className={classes.state} data-testid="save-state" data-keeping={keeping}>
      <Link
        to="/flows/$flowId/versions"
        params={{ flowId }}
        className={classes.crumb}
        title="All versions, and what changed between them"
        data-testid="open-versions"
      >
        Version {version}
      </Link>
      {hasChanges && ` · ${WORDS[keeping]}`}
    </Text>
  );
}
