// Where a card stands beside the thing it is about, and the ring around that thing; followed while the page moves.
import { type CSSProperties, type RefObject, useEffect, useState } from "react";

interface Place {
  card: CSSProperties;
  ring?: CSSProperties;
}

const GAP = 12;
const WIDTH = 320;
const MIDDLE: Place = { card: { left: "50%", bottom: 24, transform: "translateX(-50%)" } };

export function useAnchor(target: string | undefined, card: RefObject<HTMLElement | null>): Place {
  const [place, setPlace] = useState<Place>(MIDDLE);
  useEffect(() => {
    let frame = 0;
    let last = "";
    const follow = () => {
      const box = target ? document.querySelector(target)?.getBoundingClientRect() : undefined;
      const isThere = box !== undefined && box.width > 0;
      const next = isThere ? beside(box, card.current?.offsetHeight ?? 0) : MIDDLE;
      const text = JSON.stringify(next);
      if (text !== last) setPlace(next);
      last = text;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [target, card]);
  return place;
}

/** Below the thing if there is room, else above; never out of the window. */
function beside(box: DOMRect, cardHeight: number): Place {
  const width = Math.min(WIDTH, innerWidth - 2 * GAP);
  const left = Math.max(GAP, Math.min(box.left, innerWidth - width - GAP));
  const isBelow = box.bottom + GAP + cardHeight + GAP <= innerHeight;
  const top = isBelow ? box.bottom + GAP : Math.max(GAP, box.top - GAP - cardHeight);
  return {
    card: { left, top, width },
    ring: { left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 },
  };
}
