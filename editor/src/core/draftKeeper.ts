// Keeps what is drawn as a draft on the server: a moment after the last change, one request at a time. While the
// server cannot be reached the draft stays in this browser, and goes to the server as soon as it can.
import { createStore, type StoreApi } from "zustand/vanilla";
import { changesSince } from "./diff";
import type { FlowDocument } from "./document";
import type { EditorStore } from "./editorStore";
import { type DraftStorage, forgetLocally, keepLocally } from "./localDraft";

/** "local": in this browser only. "lost": not even there. */
export type Keeping = "kept" | "waiting" | "local" | "lost";

export interface DraftServer {
  keep: (draft: { base_version: number; document: FlowDocument }) => Promise<void>;
  forget: () => Promise<void>;
}

export interface KeeperSetup {
  store: EditorStore;
  server: DraftServer;
  storage: DraftStorage;
  key: string;
  /** What the server has at the start: the draft, or what is published. */
  kept: FlowDocument | undefined;
}

const PAUSE_MS = 2_000;
const RETRY_MS = 10_000;

export class DraftKeeper {
  readonly state: StoreApi<{ keeping: Keeping }> = createStore(() => ({ keeping: "kept" as Keeping }));
  private kept: FlowDocument | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<boolean> | undefined;
  private isWatching = false;

  constructor(private readonly setup: KeeperSetup) {
    this.kept = setup.kept;
  }

  /** Watches the document until the returned function is called, which keeps what is left. */
  start(): () => void {
    const stop = this.setup.store.subscribe((now, before) => {
      if (now.document !== before.document || now.saved !== before.saved) this.onChange();
    });
    this.isWatching = true;
    if (!this.isKept()) this.onChange();
    return () => {
      stop();
      this.isWatching = false;
      this.keepHere();
      void this.keepNow();
    };
  }

  /** Sends it now, unless the server has it; true when it has. */
  async keepNow(): Promise<boolean> {
    clearTimeout(this.timer);
    await this.sending;
    if (this.isKept()) return true;
    this.sending = this.send();
    return this.sending;
  }

  /** Leaves a copy in this browser of what the server does not have; true when nothing can get lost. */
  keepHere(): boolean {
    return this.isKept() || this.stay();
  }

  /** Does what ends the draft, once nothing of it is being sent; the server then has this document and no draft. */
  async without<T>(document: FlowDocument, act: () => Promise<T>): Promise<T> {
    clearTimeout(this.timer);
    await this.sending;
    try {
      const result = await act();
      this.hold(document);
      return result;
    } finally {
      if (!this.isKept()) this.onChange();
    }
  }

  private isKept(): boolean {
    return this.setup.store.getState().document === this.kept;
  }

  private onChange(): void {
    clearTimeout(this.timer);
    if (this.isKept()) {
      this.hold(this.setup.store.getState().document);
      return;
    }
    this.state.setState({ keeping: "waiting" });
    this.timer = setTimeout(() => void this.keepNow(), PAUSE_MS);
  }

  private async send(): Promise<boolean> {
    const { document, saved, version } = this.setup.store.getState();
    const isAsPublished = changesSince(saved, document).length === 0;
    try {
      if (isAsPublished) await this.setup.server.forget();
      else await this.setup.server.keep({ base_version: version, document });
      this.hold(document);
      return true;
    } catch {
      this.stay();
      if (this.isWatching) this.timer = setTimeout(() => void this.keepNow(), RETRY_MS);
      return false;
    }
  }

  private hold(document: FlowDocument): void {
    this.kept = document;
    if (!this.isKept()) return;
    forgetLocally(this.setup.storage, this.setup.key);
    this.state.setState({ keeping: "kept" });
  }

  private stay(): boolean {
    const { document, version } = this.setup.store.getState();
    const draft = { base_version: version, document, updated_at: new Date().toISOString() };
    const isLocal = keepLocally(this.setup.storage, this.setup.key, draft);
    this.state.setState({ keeping: isLocal ? "local" : "lost" });
    return isLocal;
  }
}
