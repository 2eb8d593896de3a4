// Files that hold one flow or many.
import { type FlowDocument, isObject, NotAFlow, parseDocument } from "./document";

export const BUNDLE_FORMAT = "opsconductor.export/1";

export interface FlowBundle {
  format: string;
  format_version: number;
  flows: FlowDocument[];
}

/** The flows of a file, be it one flow, a list of them, or an export of many. */
export function readFlows(text: string): FlowDocument[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotAFlow("This file is not JSON. Choose a file that was exported from a flow.");
  }
  const many =
    isObject(value) && Array.isArray(value.flows) ? value.flows : Array.isArray(value) ? value : undefined;
  if (!many) return [parseDocument(text)];
  if (many.length === 0) throw new NotAFlow("This file holds no flow.");
  return many.map((flow) => parseDocument(JSON.stringify(flow)));
}
