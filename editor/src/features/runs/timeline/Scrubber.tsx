// Goes back in the time of a run: canvas, states and counts show what they were at the chosen moment.
import { ActionIcon, Button, Text, Tooltip } from "@mantine/core";
import IconPlayerPause from "@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs";
import IconPlayerPlay from "@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs";
import { useEffect, useState } from "react";
import { formatDuration } from "../../../core/format";
import { lensOf } from "../../../core/lens";
import type { OverlayStore } from "../../../core/overlayStore";
import { useLens } from "../useRunView";
import classes from "./Timeline.module.css";

const PLAY_MS = 10_000;
const STEPS = 1_000;

interface Props {
  overlay: OverlayStore;
  from: number;
  to: number;
  isOver: boolean;
  isEmpty: boolean;
}

export function Scrubber({ overlay, from, to, isOver, isEmpty }: Props) {
  const at = useLens(overlay, (lens) => lens.at);
  const [isPlaying, setPlaying] = useState(false);
  const isOff = !isOver || isEmpty;
  usePlay(overlay, isPlaying && !isOff, from, to, () => setPlaying(false));
  const part = at === null ? STEPS : Math.round(((at - from) / (to - from)) * STEPS);
  const set = (next: number | null) => lensOf(overlay).setState({ at: next });
  const play = () => {
    if (!isPlaying && (at === null || at >= to)) set(from);
    setPlaying((now) => !now);
  };
  const moment = at === null ? "the end" : `${formatDuration(at - from)} after the start`;
  return (
    <div className={classes.scrubber}>
      <Tooltip label={isOff ? "Can be replayed when the run is over" : isPlaying ? "Stop here" : "Replay"}>
        <ActionIcon
          variant="subtle"
          aria-label={isPlaying ? "Stop the replay" : "Replay"}
          disabled={isOff}
          onClick={play}
          data-testid="replay"
        >
          {isPlaying ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </ActionIcon>
      </Tooltip>
      <input
        type="range"
        className={classes.range}
        min={0}
        max={STEPS}
        value={Math.max(0, Math.min(STEPS, part))}
        disabled={isOff}
        aria-label="Moment of the run"
        aria-valuetext={moment}
        onChange={(event) => {
          setPlaying(false);
          set(from + ((to - from) * Number(event.currentTarget.value)) / STEPS);
        }}
        data-testid="scrubber"
      />
      <Text size="xs" c="dimmed" className={classes.moments} data-testid="moment">
        {at === null ? "" : moment}
      </Text>
      {at !== null && (
        <Button size="compact-xs" variant="default" onClick={() => set(null)} data-testid="scrub-end">
          Back to the end
        </Button>
      )}
    </div>
  );
}

function usePlay(overlay: OverlayStore, isOn: boolean, from: number, to: number, onEnd: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new callback does not start the replay again
  useEffect(() => {
    if (!isOn) return;
    const lens = lensOf(overlay);
    let before = performance.now();
    let frame = requestAnimationFrame(function move(time) {
      const next = (lens.getState().at ?? from) + ((time - before) / PLAY_MS) * (to - from);
      before = time;
      lens.setState({ at: next >= to ? null : next });
      if (next >= to) onEnd();
      else frame = requestAnimationFrame(move);
    });
    return () => cancelAnimationFrame(frame);
  }, [overlay, isOn, from, to]);
}
