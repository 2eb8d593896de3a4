// The rounds of a loop at its node on the canvas: previous, number, next, and the way to what failed.
import { UnstyledButton } from "@mantine/core";
import IconAlertOctagon from "@tabler/icons-react/dist/esm/icons/IconAlertOctagon.mjs";
import { memo } from "react";
import { neighbour } from "../../../core/iterations";
import type { OverlayStore } from "../../../core/overlayStore";
import { useOverlay } from "../useOverlay";
import { useDrawing } from "../useRunView";
import classes from "./Iterations.module.css";
import { RoundSteps } from "./RoundSteps";
import { useFailedInside, useNavigator } from "./useNavigator";

interface Props {
  runId: string;
  overlay: OverlayStore;
  node: string;
  onSelect: (node: string) => void;
}

export const NodeNavigator = memo(function NodeNavigator(props: Props) {
  const hasRounds = useOverlay(props.overlay, (run) => Boolean(run.nodes[props.node]?.iteration)) === true;
  return hasRounds ? <Bar {...props} /> : null;
});

function Bar({ runId, overlay, node, onSelect }: Props) {
  const navigator = useNavigator(runId, overlay, node);
  const failed = useFailedInside(runId, overlay, node);
  const { titleOf } = useDrawing(runId);
  const step = (by: 1 | -1) => {
    const next = neighbour({ items: [], total: navigator.total }, navigator.index, by, false);
    if (next !== undefined) navigator.go(next);
  };
  const showFailure = () => {
    onSelect(node);
    void navigator.goToFailure();
  };
  return (
    <div className={`nodrag nopan ${classes.bar}`} data-testid={`navigator-${node}`}>
      <RoundSteps name={titleOf(node)} navigator={navigator} total={navigator.total} onStep={step} />
      {failed > 0 && (
        <UnstyledButton
          className={classes.failed}
          onClick={showFailure}
          aria-label={`${failed} failed in ${titleOf(node)}: show the first`}
          data-testid={`failed-${node}`}
        >
          <IconAlertOctagon size={14} aria-hidden="true" />
          {failed}
        </UnstyledButton>
      )}
    </div>
  );
}
