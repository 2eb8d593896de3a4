// Zoom buttons in the corner of the canvas.
import { ActionIcon, Tooltip } from "@mantine/core";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import IconZoomIn from "@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs";
import IconZoomOut from "@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs";
import { Panel } from "@xyflow/react";
import { memo } from "react";
import { useCanvasView } from "./useCanvasView";

export const CanvasControls = memo(function CanvasControls() {
  const view = useCanvasView();
  const buttons = [
    { label: "Zoom in", icon: IconZoomIn, run: view.zoomIn },
    { label: "Zoom out", icon: IconZoomOut, run: view.zoomOut },
    { label: "Show the whole flow", icon: IconMaximize, run: view.fitAll },
  ];
  return (
    <Panel position="bottom-left">
      <ActionIcon.Group>
        {buttons.map(({ label, icon: Icon, run }) => (
          <Tooltip key={label} label={label}>
            <ActionIcon variant="default" size={32} aria-label={label} onClick={run}>
              <Icon size={18} />
            </ActionIcon>
          </Tooltip>
        ))}
      </ActionIcon.Group>
    </Panel>
  );
});
