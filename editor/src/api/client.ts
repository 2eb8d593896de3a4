// The HTTP client and the session. The access token lives in memory only; the refresh token in a cookie that
// scripts cannot read. A 401 is answered by one silent refresh, shared by all requests that wait for it.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Role } from "../core/account";
import { ApiError, readProblem, unreachable } from "./problem";
import { type SessionHint, storedHint } from "./sessionHint";

export interface User {
  id: string;
  username: string;
  role: Role;
  must_change_password?: boolean;
}

export interface NewAccount {
  username: string;
  password: string;
  full_name?: string;
  email?: string;
}

export interface SessionState {
  /**
   * "unknown": the server is being asked, or being told that the session ends.
   * "expired": there was a session and it ended by itself; what is on screen should stay.
   * "unreachable": the page was loaded, but the server does not say whether there is a session.
   */
  status: "unknown" | "in" | "out" | "expired" | "unreachable";
  user: User | null;
}

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

interface LoginAnswer {
  access_token: string;
  user: User;
}

const BASE = "/api/v1";
const SIGNED_OUT: SessionState = { status: "out", user: null };

/**
 * A refresh token works once, and all tabs share the cookie that holds it: the second of two tabs
 * waits for the first, and then uses the new one. Browsers offer locks on secure origins only.
 */
async function oneTabAtATime(act: () => Promise<boolean>): Promise<boolean> {
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
  return locks ? await locks.request("opsconductor-refresh", act) : act();
}

export class Client {
  readonly session: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    status: "unknown",
    user: null,
  }));
  private token: string | null = null;
  private refreshing: Promise<boolean> | null = null;
  private readonly tokenListeners = new Set<(token: string) => void>();

  constructor(
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
    private readonly hint: SessionHint = storedHint,
  ) {}

  accessToken(): string | null {
    return this.token;
  }

  /** Tells the live channel when a newer token is there. */
  onToken(listener: (token: string) => void): () => void {
    this.tokenListeners.add(listener);
    return () => this.tokenListeners.delete(listener);
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.json<T>(path, { signal });
  }

  async json<T>(path: string, options: RequestOptions = {}): Promise<T> {
    const text = await (await this.send(path, options)).text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** A file, as the server keeps it. */
  async blob(path: string): Promise<Blob> {
    const response = await this.send(path, { headers: { Accept: "*/*" } });
    return response.blob();
  }

  /** Sends with the token; refreshes it once when the server says it is no longer good. */
  private async send(path: string, options: RequestOptions): Promise<Response> {
    const used = this.token;
    let response = await this.fetchOnce(path, options);
    const isNewer = this.token !== null && this.token !== used;
    if (response.status === 401 && (isNewer || (await this.refresh()))) {
      response = await this.fetchOnce(path, options);
    }
    if (response.ok) return response;
    const problem = await readProblem(response);
    if (problem.status === 401) this.expired();
    throw problem;
  }

  private async fetchOnce(path: string, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
    if (options.body !== undefined) headers["Content-Type"] = "application/json";
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    try {
      return await this.fetcher(BASE + path, {
        method: options.method ?? "GET",
        headers,
        body,
        credentials: "same-origin",
        signal: options.signal,
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw unreachable();
    }
  }

  /** Gets a new access token by the cookie; all callers share one request. */
  refresh(): Promise<boolean> {
    this.refreshing ??= oneTabAtATime(() => this.refreshOnce()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async refreshOnce(): Promise<boolean> {
    const response = await this.fetchOnce("/auth/refresh", { method: "POST", body: {} });
    if (response.ok) {
      this.signedIn((await response.json()) as LoginAnswer);
      return true;
    }
    if (response.status !== 401) throw await readProblem(response);
    this.expired();
    return false;
  }

  login(username: string, password: string): Promise<User> {
    return this.signIn("/auth/login", { username, password });
  }

  /** Makes an account for oneself, and is signed in with it. */
  register(account: NewAccount): Promise<User> {
    return this.signIn("/auth/register", account);
  }

  private async signIn(path: string, body: NewAccount): Promise<User> {
    this.token = null;
    const response = await this.fetchOnce(path, { method: "POST", body: { ...body, cookie: true } });
    if (!response.ok) throw await readProblem(response);
    const answer = (await response.json()) as LoginAnswer;
    this.signedIn(answer);
    return answer.user;
  }

  async logout(): Promise<void> {
    this.leaving();
    try {
      await this.json("/auth/logout", { method: "POST", body: {} });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    } finally {
      this.signedOut();
    }
  }

  /** Ends all sessions, this one too. */
  async logoutEverywhere(): Promise<void> {
    await this.json("/auth/revoke-all", { method: "POST", body: {} });
    this.signedOut();
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.json("/auth/me/password", {
      method: "PUT",
      body: { current_password: current, new_password: next },
    });
    const { user } = this.session.getState();
    if (user) this.session.setState({ user: { ...user, must_change_password: false } });
  }

  /** On page load: is there still a session behind the cookie? Never throws. */
  async restore(): Promise<void> {
    if (!this.hint.has()) {
      this.signedOut();
      return;
    }
    try {
      await this.refresh();
    } catch {
      this.session.setState({ status: "unreachable", user: null });
    }
  }

  private signedIn(answer: LoginAnswer): void {
    this.token = answer.access_token;
    this.hint.set(true);
    this.session.setState({ status: "in", user: answer.user });
    for (const listener of this.tokenListeners) listener(answer.access_token);
  }

  private expired(): void {
    this.token = null;
    const { user } = this.session.getState();
    if (user) this.session.setState({ status: "expired", user });
    else this.signedOut();
  }

  /** Pages go before the session does, and what they still wait for with them: the server would refuse it. */
  private leaving(): void {
    this.session.setState({ status: "unknown", user: null });
  }

  private signedOut(): void {
    this.token = null;
    this.hint.set(false);
    this.session.setState(SIGNED_OUT);
  }
}

export const client = new Client();
