// A template on a canvas that only shows.
import { Modal } from "@mantine/core";
import { useState } from "react";
import type { Catalog } from "../../core/descriptor";
import { createOverlayStore } from "../../core/overlayStore";
import type { Mark } from "../../core/problems";
import type { Template } from "../../core/templates";
import { type CanvasSelection, FlowCanvas } from "../../ui/canvas";
import classes from "./Templates.module.css";

const NO_MARKS: ReadonlyMap<string, Mark> = new Map();
const NOTHING: CanvasSelection = { nodes: new Set(), wires: new Set() };

interface Props {
  template: Template;
  catalog: Catalog;
  onClose: () => void;
}

export default function FullPreview({ template, catalog, onClose }: Props) {
  const [overlay] = useState(() => createOverlayStore());
  const [selection, setSelection] = useState<CanvasSelection>(NOTHING);
  return (
    <Modal opened onClose={onClose} title={template.name} size="90vw">
      <div className={classes.full} data-testid="template-canvas">
        <FlowCanvas
          label={`Template ${template.name}`}
          document={template.document}
          catalog={catalog}
          overlay={overlay}
          selection={selection}
          marks={NO_MARKS}
          regions={[]}
          onSelect={setSelection}
        />
      </div>
    </Modal>
  );
}
