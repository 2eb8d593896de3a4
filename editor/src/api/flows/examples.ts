// The example flows that come with the application; read when somebody asks for them.
import type { FlowDocument } from "../../core/document";

const files = import.meta.glob<FlowDocument>("../../../../flows/examples/*/flow.json", { import: "default" });

export interface Example {
  id: string;
  document: FlowDocument;
}

/** The smallest first: that is the one to begin with. */
export async function loadExamples(): Promise<Example[]> {
  const found = await Promise.all(
    Object.entries(files).map(async ([path, load]) => ({
      id: path.split("/").at(-2) ?? path,
      document: await load(),
    })),
  );
  return found.sort((a, b) => a.document.nodes.length - b.document.nodes.length);
}
