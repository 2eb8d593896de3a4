// Keeps what is drawn as a draft on the server: a moment after the last change, one request at a time. While the
// server cannot be reached the draft stays in this browser, and goes to the server as soon as it can. Other tabs keep
// the same draft: nothing is sent over what they kept (draftSync.ts).
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FlowDocument } from "./document";
import type { EditorStore } from "./editorStore";
import { type Agreed, type DraftStorage, type FoundCopy, forgetLocally, keepLocally } from "./localDraft";

/** "local": in this browser only. "lost": not even there. */
export type Keeping = "kept" | "waiting" | "local" | "lost";

/** Speaks with the server about the draft; it is read when it is first needed. */
export interface DraftSync {
  /** Sends what is drawn, joined with what was kept elsewhere meanwhile. */
  send: (link: DraftLink) => Promise<void>;
  /** Joins what is drawn with what was kept elsewhere, if anything was. */
  catchUp: (link: DraftLink) => Promise<void>;
}

export interface DraftLink {
  readonly store: EditorStore;
  readonly agreed: Agreed;
  /** What was sent since then without an answer: it may have arrived. */
  readonly unanswered: Map<FlowDocument, Agreed>;
  agree: (agreed: Agreed) => void;
}

export interface KeeperSetup {
  store: EditorStore;
  sync: () => Promise<DraftSync>;
  storage: DraftStorage;
  key: string;
  /** What the server has at the start. */
  agreed: Agreed;
  /** What is in the drawing from copies that other tabs left in this browser. */
  copies?: readonly FoundCopy[];
}

const PAUSE_MS = 2_000;
const RETRY_MS = 10_000;

export class DraftKeeper implements DraftLink {
  readonly state: StoreApi<{ keeping: Keeping }> = createStore(() => ({ keeping: "kept" as Keeping }));
  readonly store: EditorStore;
  agreed: Agreed;
  readonly unanswered = new Map<FlowDocument, Agreed>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private looking: Promise<void> | undefined;
  private isWatching = false;
  private hasWatched = false;

  constructor(private readonly setup: KeeperSetup) {
    this.store = setup.store;
    this.agreed = setup.agreed;
  }

  /** Watches the document until the returned function is called, which keeps what is left. */
  start(): () => void {
    const stop = this.store.subscribe((now, before) => {
      if (now.document !== before.document || now.saved !== before.saved) this.onChange();
    });
    this.isWatching = true;
    this.onChange();
    if (this.hasWatched) void this.catchUp();
    this.hasWatched = true;
    return () => {
      stop();
      this.isWatching = false;
      this.keepHere();
      void this.keepNow();
    };
  }

  /** Sends it now, unless the server has it; true when it has. */
  keepNow(): Promise<boolean> {
    clearTimeout(this.timer);
    return this.inTurn(async () => this.isKept() || this.send());
  }

  /** Takes over what was kept elsewhere, as far as the server can be asked. */
  catchUp(): Promise<void> {
    const look = async () => (await this.setup.sync()).catchUp(this);
    this.looking ??= this.inTurn(look)
      .catch(() => undefined)
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  /** Leaves a copy in this browser of what the server does not have; true when nothing can get lost. */
  keepHere(): boolean {
    return this.isKept() || this.stay();
  }

  /** Does what publishes this document and so ends the draft that was seen; nothing of the draft is sent meanwhile. */
  without<T extends { version: number }>(
    document: FlowDocument,
    act: (seen: string | null) => Promise<T>,
  ): Promise<T> {
    clearTimeout(this.timer);
    return this.inTurn(async () => {
      try {
        const result = await act(this.agreed.seen);
        this.agree({ seen: null, base_version: result.version, document, saved: document });
        return result;
      } finally {
        if (!this.isKept()) this.onChange();
      }
    });
  }

  agree(agreed: Agreed): void {
    this.agreed = agreed;
    this.unanswered.clear();
    if (this.isKept()) this.hold();
  }

  private isKept(): boolean {
    return this.store.getState().document === this.agreed.document;
  }

  /** After all that was begun before. */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.turn.then(act);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private onChange(): void {
    clearTimeout(this.timer);
    if (this.isKept()) {
      this.hold();
      return;
    }
    this.state.setState({ keeping: "waiting" });
    this.timer = setTimeout(() => void this.keepNow(), PAUSE_MS);
  }

  private async send(): Promise<boolean> {
    try {
      await (await this.setup.sync()).send(this);
      return true;
    } catch {
      this.stay();
      if (this.isWatching) this.timer = setTimeout(() => void this.keepNow(), RETRY_MS);
      return false;
    }
  }

  private hold(): void {
    const { storage, key, copies = [] } = this.setup;
    for (const copy of [{ key }, ...copies]) forgetLocally(storage, copy);
    this.state.setState({ keeping: "kept" });
  }

  private stay(): boolean {
    const { document, version } = this.store.getState();
    const { storage, key } = this.setup;
    const updated_at = new Date().toISOString();
    const { saved: _published, ...agreed } = this.agreed;
    const copy = { base_version: version, document, updated_at, agreed };
    const isLocal = keepLocally(storage, key, copy);
    this.state.setState({ keeping: isLocal ? "local" : "lost" });
    return isLocal;
  }
}
