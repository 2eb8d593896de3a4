// What is drawn over a flow only while somebody changes it: guides of a drag, and the wire whose end is chosen by keys.
import { AimWire } from "./AimWire";
import { Guides } from "./Guides";
import type { CanvasItem } from "./model";

export function EditingMarks({ items }: { items: readonly CanvasItem[] }) {
  return (
    <>
      <Guides />
      <AimWire items={items} />
    </>
  );
}
