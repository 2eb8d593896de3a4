// A canvas on a page: React Flow asks how large things are, and nothing has a size here.
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { vi } from "vitest";
import { createBench } from "../../src/core/bench";
import type { FlowDocument } from "../../src/core/document";
import { createOverlayStore } from "../../src/core/overlayStore";
import { type CanvasSelection, FlowCanvas } from "../../src/ui/canvas";
import { catalog } from "./catalog";

export const WIDTH = 1600;
export const HEIGHT = 900;

export function giveSizes(): void {
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(WIDTH);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(HEIGHT);
}

export function showCanvas(document: FlowDocument, wires: readonly string[] = []) {
  const overlay = createOverlayStore((callback) => callback());
  const bench = createBench();
  const selected: CanvasSelection[] = [];
  render(
    <MantineProvider env="test">
      <FlowCanvas
        document={document}
        catalog={catalog}
        overlay={overlay}
        bench={bench}
        selection={{ nodes: new Set(), wires: new Set(wires) }}
        marks={new Map()}
        regions={[]}
        onSelect={(selection) => selected.push(selection)}
        label="The flow"
      />
    </MantineProvider>,
  );
  return { overlay, bench, selected };
}
