// Zoom buttons in the corner of the canvas.
import { ActionIcon, Tooltip } from "@mantine/core";
import IconMaximize from "@tabler/icons-react/dist/esm/icons/IconMaximize.mjs";
import IconZoomIn from "@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs";
import IconZoomOut from "@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs";
import { Panel, useReactFlow } from "@xyflow/react";
import { motion } from "../motion";
import { FIT } from "./fit";

export function CanvasControls() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const buttons = [
    { label: "Zoom in", icon: IconZoomIn, run: () => zoomIn({ duration: motion(120) }) },
    { label: "Zoom out", icon: IconZoomOut, run: () => zoomOut({ duration: motion(120) }) },
    {
      label: "Show the whole flow",
      icon: IconMaximize,
      run: () => fitView({ ...FIT, duration: motion(200) }),
    },
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
}
