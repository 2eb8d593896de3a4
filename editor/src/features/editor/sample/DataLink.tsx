// Says what data is used, and leads to where another is chosen.
import { Text } from "@mantine/core";
import { useEditorSession } from "../session";
import classes from "./DataLink.module.css";
import { useNodeSample } from "./useSample";

export function DataLink() {
  const { view } = useEditorSession();
  const { runs, run } = useNodeSample();
  const ofRun = run === runs[0] ? "data of the last run" : "data of an earlier run";
  return (
    <Text size="xs" c="dimmed">
      With{" "}
      <button type="button" className={classes.link} onClick={() => view.setState({ inspector: "input" })}>
        {run ? ofRun : "what is pinned or typed"}
      </button>
    </Text>
  );
}
