// Where quick-add opens when no pointer says it: over the middle of the canvas.
import type { QuickAddRequest, Session } from "./session";

export function quickAddPlace(session: Session): Pick<QuickAddRequest, "at" | "place"> {
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  const at = box ? { x: box.x + box.width / 2 - 160, y: box.y + 80 } : { x: 300, y: 200 };
  return { at, place: session.canvas.current?.center() ?? { x: 0, y: 0 } };
}
