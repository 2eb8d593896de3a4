// Says which round all parts of the page show, with one navigator for each level of loops.
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { levelsOf } from "../../../core/activation";
import { neighbour } from "../../../core/iterations";
import { matchesKeys } from "../../../core/keys";
import { lensOf } from "../../../core/lens";
import type { OverlayStore } from "../../../core/overlayStore";
import { useDrawing, useScope } from "../useRunView";
import classes from "./Iterations.module.css";
import { RoundSteps } from "./RoundSteps";
import { type Navigator, useNavigator } from "./useNavigator";

interface Props {
  runId: string;
  overlay: OverlayStore;
}

export function ScopeBar({ runId, overlay }: Props) {
  const scope = useScope(overlay);
  const levels = levelsOf(scope);
  if (levels.length === 0) return null;
  return (
    <nav className={classes.crumbs} aria-label="Shown rounds" data-testid="scope-bar">
      <span>Only</span>
      {levels.map((level, depth) => (
        <Crumb
          key={level.loop}
          runId={runId}
          overlay={overlay}
          node={level.node}
          isLast={depth === levels.length - 1}
        />
      ))}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => lensOf(overlay).setState({ scope: "" })}
        data-testid="scope-all"
      >
        Show the whole run
      </Button>
    </nav>
  );
}

function Crumb({ runId, overlay, node, isLast }: Props & { node: string; isLast: boolean }) {
  const navigator = useNavigator(runId, overlay, node);
  const { titleOf } = useDrawing(runId);
  const step = (by: 1 | -1) => move(navigator, by);
  useRoundKeys(isLast, navigator);
  return (
    <span className={classes.crumb}>
      <span className={classes.crumbName}>{titleOf(node)}</span>
      <RoundSteps name={titleOf(node)} navigator={navigator} total={navigator.total} onStep={step} />
    </span>
  );
}

function move(navigator: Navigator, by: 1 | -1): void {
  const next = neighbour({ items: [], total: navigator.total }, navigator.index, by, false);
  if (next !== undefined) navigator.go(next);
}

/** The keys of the innermost level; they type into fields as usual. With Shift they stop at failed rounds only. */
function useRoundKeys(isOn: boolean, navigator: Navigator): void {
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, textarea, select, [contenteditable], [role=dialog]")) return;
      if (matchesKeys(",", event)) move(navigator, -1);
      if (matchesKeys(";", event)) move(navigator, 1);
      if (matchesKeys("<", event)) void navigator.goToFailure(-1);
      if (matchesKeys(":", event)) void navigator.goToFailure(1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isOn, navigator]);
}
