// Pause, continue and steps as buttons, while a run is under way.
import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { useStore } from "zustand";
import { canEdit, useSession } from "../../api/session";
import { hasEdits } from "../../core/bench";
import { isEnded } from "../../core/run";
import { debugCommands } from "./debugCommands";
import { type Debugged, useBreakpointSync, useDebugContext, useDebugKeys, usePlace } from "./useDebugging";
import { useOverlay } from "./useOverlay";

export function DebugBar(props: Debugged) {
  const isOver = useOverlay(props.overlay, (run) => isEnded(run.status)) === true;
  const mayEdit = useSession(canEdit);
  return isOver || !mayEdit ? null : <Buttons {...props} />;
}

function Buttons(props: Debugged) {
  const context = useDebugContext(props);
  useDebugKeys(context);
  useBreakpointSync(props);
  usePlace(props.runId, props.overlay);
  const isChanged = useStore(props.bench, hasEdits);
  const shown = debugCommands.filter(
    (item) => context.status === "paused" || item.id === "debug-pause" || item.id === "debug-breakpoint",
  );
  return (
    <Group gap={2} wrap="nowrap" role="toolbar" aria-label="Debugger" data-testid="debug-bar">
      {shown
        .filter((item) => context.status !== "paused" || item.id !== "debug-pause")
        .map(({ id, label, icon: Icon, keys, isEnabled, run }) => (
          <Tooltip
            key={id}
            label={`${label} (${keys[0]})${isChanged && id !== "debug-breakpoint" ? ", with your changes" : ""}`}
          >
            <ActionIcon
              variant="subtle"
              size={30}
              aria-label={label}
              disabled={!isEnabled(context)}
              onClick={() => run(context)}
              data-testid={id}
            >
              <Icon size={18} />
            </ActionIcon>
          </Tooltip>
        ))}
    </Group>
  );
}
