// Switches between the drawing, the list of steps and the text of the flow. Nothing is lost on the way.
import { SegmentedControl } from "@mantine/core";
import { type Look, useEditorSession, useView } from "./session";

const LOOKS: { value: Look; label: string }[] = [
  { value: "canvas", label: "Canvas" },
  { value: "list", label: "List" },
  { value: "json", label: "JSON" },
];

export function LookSwitch() {
  const { view } = useEditorSession();
  const look = useView((state) => state.look);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Show the flow as"
      data={LOOKS}
      value={look}
      onChange={(next) => view.setState({ look: next as Look })}
      data-testid="look-switch"
    />
  );
}
