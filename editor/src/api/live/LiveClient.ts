// The live channel: one WebSocket for all topics. Reconnects with growing pauses and resumes each topic where it
// stopped, by (epoch, seq). It does not interpret what it carries.

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export type Connection = "idle" | "connecting" | "open" | "lost";

export interface TopicMessage {
  type: "snapshot" | "event";
  topic: string;
  epoch: string;
  seq: number;
  [field: string]: unknown;
}

export interface LiveOptions {
  openSocket: () => SocketLike;
  token: () => string | null;
  /** Asks for a newer token; false when there is none to be had. */
  refresh: () => Promise<boolean>;
  later: (callback: () => void, ms: number) => () => void;
  onConnection: (state: Connection) => void;
  random?: () => number;
}

interface Topic {
  listeners: Set<(message: TopicMessage) => void>;
  epoch?: string;
  seq?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const PING_MS = 25_000;
const REJECTED_TOKEN = 4401;

export class LiveClient {
  private socket: SocketLike | null = null;
  private ready = false;
  private attempts = 0;
  private cancelTimer: (() => void) | null = null;
  private cancelPing: (() => void) | null = null;
  private readonly topics = new Map<string, Topic>();

  constructor(private readonly options: LiveOptions) {}

  /** Listens to a topic, from `after` on when the caller already has a state; returns the way to stop. */
  subscribe(
    name: string,
    listener: (message: TopicMessage) => void,
    from?: { epoch: string; seq: number },
  ): () => void {
    const known = this.topics.get(name);
    const topic: Topic = known ?? { listeners: new Set(), ...from };
    topic.listeners.add(listener);
    this.topics.set(name, topic);
    if (!this.socket && !this.cancelTimer) this.connect();
    else if (this.ready) this.sendSubscribe(name, known ? { listeners: topic.listeners } : topic);
    return () => this.unsubscribe(name, topic, listener);
  }

  /** A newer token is there: the open socket learns it, so that it stays open. */
  authenticate(token: string): void {
    if (this.socket && this.ready) this.send({ type: "auth", token });
  }

  close(): void {
    this.topics.clear();
    this.drop();
    this.options.onConnection("idle");
  }

  private unsubscribe(name: string, topic: Topic, listener: (message: TopicMessage) => void): void {
    topic.listeners.delete(listener);
    if (topic.listeners.size > 0 || this.topics.get(name) !== topic) return;
    this.topics.delete(name);
    if (this.ready) this.send({ type: "unsubscribe", topic: name });
    if (this.topics.size === 0) this.close();
  }

  private connect(): void {
    this.options.onConnection(this.attempts === 0 ? "connecting" : "lost");
    const socket = this.options.openSocket();
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "auth", token: this.options.token() ?? "" }));
    socket.onmessage = (event) => this.receive(String(event.data));
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private closed(socket: SocketLike, code: number): void {
    if (socket !== this.socket) return;
    this.drop();
    if (this.topics.size === 0) return;
    this.options.onConnection("lost");
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.attempts);
    this.attempts += 1;
    const jitter = 0.75 + (this.options.random ?? Math.random)() * 0.5;
    this.cancelTimer = this.options.later(() => this.reconnect(code), pause * jitter);
  }

  private async reconnect(code: number): Promise<void> {
    if (code === REJECTED_TOKEN) await this.options.refresh().catch(() => false);
    this.cancelTimer = null;
    if (this.topics.size > 0) this.connect();
  }

  private drop(): void {
    this.cancelTimer?.();
    this.cancelPing?.();
    this.cancelTimer = null;
    this.cancelPing = null;
    this.ready = false;
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  private receive(text: string): void {
    const message = parse(text);
    if (!message) return;
    if (message.type === "ready") this.becomeReady();
    else if (message.type === "error") this.failed(String(message.topic));
    else if (isUpdate(message)) this.deliver(message);
  }

  private deliver(message: TopicMessage): void {
    const topic = this.topics.get(String(message.topic));
    if (!topic) return;
    if (message.type === "event" && topic.epoch === message.epoch && message.seq <= (topic.seq ?? -1)) return;
    topic.epoch = message.epoch;
    topic.seq = message.seq;
    for (const listener of topic.listeners) listener(message);
  }

  private becomeReady(): void {
    if (this.ready) return;
    this.ready = true;
    this.attempts = 0;
    this.options.onConnection("open");
    for (const [name, topic] of this.topics) this.sendSubscribe(name, topic);
    this.ping();
  }

  /** The server can no longer resume a topic: ask again from the start, which brings a snapshot. */
  private failed(name: string): void {
    const topic = this.topics.get(name);
    if (!topic || topic.seq === undefined) return;
    topic.epoch = undefined;
    topic.seq = undefined;
    this.sendSubscribe(name, topic);
  }

  private ping(): void {
    this.cancelPing = this.options.later(() => {
      if (!this.ready) return;
      this.send({ type: "ping" });
      this.ping();
    }, PING_MS);
  }

  private sendSubscribe(name: string, topic: Topic): void {
    const resume =
      topic.epoch !== undefined && topic.seq !== undefined ? { epoch: topic.epoch, after: topic.seq } : {};
    this.send({ type: "subscribe", topic: name, ...resume });
  }

  private send(message: object): void {
    this.socket?.send(JSON.stringify(message));
  }
}

type ServerMessage = Omit<TopicMessage, "type"> & { type: string };

const isUpdate = (message: ServerMessage): message is TopicMessage & ServerMessage =>
  message.type === "snapshot" || message.type === "event";

function parse(text: string): ServerMessage | undefined {
  try {
    return JSON.parse(text) as ServerMessage;
  } catch {
    return undefined;
  }
}
