// What is brought from outside: nodes go in at once; for flows it is asked what is to become of them.
import { type Incoming, readIncoming } from "../../../core/incoming";
import { pickTextFile } from "../../../ui/files";
import { toastFailure } from "../../../ui/toast";
import { readClips } from "../clips";
import type { Session } from "../session";

interface Point {
  x: number;
  y: number;
}

/** Takes in what a file holds, at the place where it was dropped. */
export async function takeIn(session: Session, text: string, what: string, at?: Point): Promise<void> {
  try {
    const incoming = await readIncoming(text, session.catalog);
    if (incoming.kind === "clip") (await readClips()).addText(session, text, at);
    else ask(session, incoming, at);
  } catch (error) {
    toastFailure(`${what} was not imported`, error);
  }
}

export function ask(session: Session, incoming: Exclude<Incoming, { kind: "clip" }>, at?: Point): void {
  session.view.setState({ incoming: { what: incoming, at } });
}

export async function importFile(session: Session): Promise<void> {
  const text = await pickTextFile(".json,application/json");
  if (text !== undefined) await takeIn(session, text, "The file");
}

/** A file dropped on the canvas. */
export async function takeInFile(session: Session, file: File, at: Point): Promise<void> {
  await takeIn(session, await file.text(), file.name, at);
}
