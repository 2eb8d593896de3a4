// The browser's clipboard: what is there becomes nodes of this flow. Read when it is first needed, see clips.ts.
import { copyText, prepareClip, readClip } from "../../core/clipboard";
import { snap } from "../../core/geometry";
import { readNodeRed } from "../../core/nodeRedText";
import type { RedNode } from "../../core/nodeRedTypes";
import { toast, toastFailure } from "../../ui/toast";
import { refuse } from "./edit";
import type { Session } from "./session";

const REFUSED = "The browser did not let the page use the clipboard";

export async function copy(session: Session): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(copySelection(session));
    return true;
  } catch (error) {
    toastFailure(REFUSED, error);
    return false;
  }
}

export async function paste(session: Session, keepsIncoming = false): Promise<void> {
  try {
    addText(session, await navigator.clipboard.readText(), undefined, keepsIncoming);
  } catch (error) {
    toastFailure(REFUSED, error);
  }
}

/** Adds what the text holds; says what to do when it holds no nodes. */
export function addText(
  session: Session,
  text: string,
  at?: { x: number; y: number },
  keepsIncoming = false,
): boolean {
  const place = at ?? session.canvas.current?.center() ?? "beside";
  if (pasteText(session, text, place, "paste", keepsIncoming)) {
    tellUnknown(session, text);
    return true;
  }
  const red = readNodeRed(text);
  if (red) {
    convert(session, red, at).catch((error) => toastFailure("The text was not converted", error));
    return true;
  }
  refuse(session, "There are no nodes in this text. Copy nodes first, here or in another tab.");
  return false;
}

async function convert(session: Session, red: RedNode[], at?: { x: number; y: number }): Promise<void> {
  const { convertNodeRed } = await import("../../core/nodeRed");
  const conversion = convertNodeRed(red, session.catalog);
  session.view.setState({ incoming: { what: { kind: "nodeRed", conversion }, at } });
}

/** Types this server does not have stay as placeholders; nothing of them is lost. */
function tellUnknown(session: Session, text: string): void {
  const types = new Set(readClip(text)?.nodes.map((node) => node.type));
  const unknown = [...types].filter((type) => !session.catalog.get(type));
  if (unknown.length === 0) return;
  toast(
    `This server does not know ${unknown.join(", ")}. The nodes are kept as they are; install their library to run them.`,
  );
}

function copySelection(session: Session): string {
  const { document, selection } = session.store.getState();
  return copyText(document, selection.nodes, session.catalog);
}

function pasteText(
  session: Session,
  text: string,
  at: { x: number; y: number } | "beside",
  label: string,
  keepsIncoming = false,
): boolean {
  const clip = readClip(text);
  if (!clip || clip.nodes.length === 0) return false;
  const { document, apply, select } = session.store.getState();
  const place = at === "beside" ? at : { x: snap(at.x), y: snap(at.y) };
  const ready = prepareClip(clip, document, place, { catalog: session.catalog, keepsIncoming });
  apply({ kind: "addNodes", nodes: ready.nodes, wires: ready.wires, label });
  select({ nodes: new Set(ready.nodes.map((node) => node.id)) });
  return true;
}

export function duplicateSelection(session: Session): void {
  pasteText(session, copySelection(session), "beside", "duplicate");
}
