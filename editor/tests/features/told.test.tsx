// Who is told when a run ends: what the flow says of that, and what came of it in a run.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import type { RunNotification } from "../../src/api/runs/listNotifications";
import type { FlowSettings } from "../../src/core/document";
import { createOverlayStore } from "../../src/core/overlayStore";
import type { Problem } from "../../src/core/problems";
import type { RunDetail } from "../../src/core/run";
import EndSettings from "../../src/features/editor/EndSettings";
import { goToProblem } from "../../src/features/editor/goToProblem";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { RunSide } from "../../src/features/runs/RunSide";
import { catalog, sampleDocument } from "../kit/catalog";
import { thereAndBack } from "../kit/gesture";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();

describe("the flow says who", () => {
  const opened: Session[] = [];

  afterEach(() => {
    for (const { store } of opened.splice(0))
      thereAndBack(store, JSON.stringify(store.getState().saved), act);
  });

  async function open(settings?: FlowSettings): Promise<Session> {
    const document = { ...sampleDocument(), settings };
    const flow = { id: "f", version: 1, is_active: true, document, problems: [] };
    const session = createSession(flow as unknown as FlowDetail, catalog, true);
    opened.push(session);
    await show(
      <SessionContext.Provider value={session}>
        <EndSettings />
      </SessionContext.Provider>,
    );
    return session;
  }
  const settingsOf = (session: Session) => session.store.getState().document.settings;
  const stepsOf = (session: Session) => session.store.getState().history.past.length;
  const part = (index: number, name: string) =>
    screen.getByTestId(`field-settings-notify-${index}-${name}`) as HTMLInputElement;
  const choose = async (index: number, name: string, option: string) => {
    await user.click(part(index, name));
    await user.click(await screen.findByRole("option", { name: option }));
  };

  test("one is added, told of other ends to more people, and removed, each as one step", async () => {
    const session = await open({ priority: 3 });
    await user.click(screen.getByTestId("add-notification"));
    await user.type(part(0, "to"), "ops@example.org{Enter}");
    await user.type(part(0, "to"), "ada@example.org,");
    await choose(0, "on", "Always");
    const to = ["ops@example.org", "ada@example.org"];
    expect(settingsOf(session)).toEqual({ priority: 3, notify: [{ on: "ended", channel: "email", to }] });
    expect(stepsOf(session)).toBe(4);
    await user.click(screen.getByRole("button", { name: "Remove notification 1" }));
    expect(settingsOf(session)).toEqual({ priority: 3 });
    expect(stepsOf(session)).toBe(5);
  });

  test("addresses may be pasted with the names of people, and what is none is said", async () => {
    const session = await open({ notify: [{ channel: "email" }] });
    await user.click(part(0, "to"));
    await user.paste("Ada Lovelace <ada@example.org>; nobody");
    expect(settingsOf(session)).toEqual({
      notify: [{ channel: "email", to: ["ada@example.org", "nobody"] }],
    });
    screen.getByText(/^“nobody” is not an address/);
    await user.type(part(0, "to"), "{Backspace}");
    expect(screen.queryByText(/is not an address/)).toBeNull();
    await user.type(part(0, "to"), "{Backspace}");
    expect(settingsOf(session)).toEqual({ notify: [{ channel: "email" }] });
  });

  test("each channel asks for what it needs, and what was meant for another goes", async () => {
    const session = await open({ notify: [{ channel: "email", to: ["ops@example.org"] }] });
    await choose(0, "channel", "Slack");
    expect(settingsOf(session)).toEqual({ notify: [{ channel: "slack" }] });
    await user.type(part(0, "to"), "#ops");
    expect(settingsOf(session)).toEqual({ notify: [{ channel: "slack", to: ["#ops"] }] });
    await choose(0, "channel", "Teams");
    expect(settingsOf(session)).toEqual({ notify: [{ channel: "teams" }] });
    screen.getByText("It goes to the channel that the administrator chose.");
    expect(screen.queryByTestId("field-settings-notify-0-to")).toBeNull();
    await choose(0, "channel", "Webhook");
    await user.type(part(0, "to"), "example.org");
    screen.getByText(/begins with https/);
    await user.clear(part(0, "to"));
    await user.type(part(0, "to"), "https://example.org/hook");
    expect(screen.queryByText(/begins with https/)).toBeNull();
    expect(settingsOf(session)).toEqual({
      notify: [{ channel: "webhook", to: ["https://example.org/hook"] }],
    });
  });

  test("a rule that says no end is told of failures, and stays as it is written", async () => {
    const session = await open({ notify: [{ channel: "teams" }] });
    expect(part(0, "on").value).toBe("When it fails");
    expect(settingsOf(session)).toEqual({ notify: [{ channel: "teams" }] });
  });

  test("ten are the most", async () => {
    const session = await open({ notify: Array.from({ length: 9 }, () => ({ channel: "teams" as const })) });
    await user.click(screen.getByTestId("add-notification"));
    expect(settingsOf(session)?.notify).toHaveLength(10);
    expect(screen.queryByTestId("add-notification")).toBeNull();
    screen.getByText(/^These are 10, the most/);
    await user.click(screen.getByRole("button", { name: "Remove notification 10" }));
    screen.getByTestId("add-notification");
  });

  test("what validation says stands at its part, and its place is gone to", async () => {
    const session = await open({ notify: [{ channel: "email" }, { channel: "teams", to: ["x"] }] });
    const problem = (field: string, message: string): Problem => ({
      severity: "error",
      code: "invalid",
      field,
      message,
    });
    const nobody = problem("settings/notify/0/to", "Name somebody.");
    const problems = [
      nobody,
      problem("settings/notify/0/channel", "Mail is not set up."),
      problem("settings/notify/1/to/0", "Teams takes nobody."),
      problem("settings/notify", "The list is too long."),
    ];
    act(() => session.view.setState({ problems }));
    const first = within(screen.getByTestId("notification-0"));
    first.getByText("Name somebody.");
    first.getByText("Mail is not set up.");
    expect(part(0, "channel").getAttribute("aria-invalid")).toBe("true");
    within(screen.getByTestId("notification-1")).getByText("Teams takes nobody.");
    screen.getByText("The list is too long.");
    goToProblem(session, nobody);
    await waitFor(() => expect(document.activeElement).toBe(part(0, "to")));
    goToProblem(session, problem("settings/notify/0/channel/0", "Mail is not set up."));
    await waitFor(() => expect(document.activeElement).toBe(part(0, "channel")));
  });
});

describe("a run says what came of it", () => {
  const sent: RunNotification = {
    id: "1",
    channel: "email",
    to: ["ops@example.org", "ada@example.org"],
    state: "sent",
    attempts: 1,
    created_at: "2026-01-01T00:00:00Z",
    sent_at: "2026-01-01T00:00:02Z",
    next_try_at: null,
    error: null,
  };
  const pending: RunNotification = {
    ...sent,
    id: "2",
    channel: "slack",
    to: ["#ops"],
    state: "pending",
    attempts: 2,
    sent_at: null,
    next_try_at: "2026-01-01T00:01:00Z",
    error: "Slack did not answer.",
  };
  const failed: RunNotification = {
    ...pending,
    id: "3",
    channel: "webhook",
    to: [],
    state: "failed",
    attempts: 5,
    next_try_at: null,
    error: "The answer was 404.",
  };
  const nothing = () => undefined;

  afterEach(() => vi.useRealTimers());

  async function open(answer: unknown, status = "completed") {
    const asked: string[] = [];
    pretendServer({
      "GET /runs/r/notifications": (path: string) => {
        asked.push(path);
        return typeof answer === "function" ? answer() : Response.json({ items: answer, next_cursor: null });
      },
    });
    const run = {
      id: "r",
      status,
      nodes: {},
      parameters: {},
      document: sampleDocument(),
    } as unknown as RunDetail;
    const overlay = createOverlayStore();
    overlay.open("r", run);
    const selection = { nodes: new Set<string>(), wires: new Set<string>() };
    const queries = await show(
      <RunSide run={run} selection={selection} overlay={overlay} onShowNode={nothing} />,
    );
    return { asked, overlay, queries };
  }
  const rows = () => screen.findAllByTestId("run-notification");

  test("to whom, by which channel, and how far it is", async () => {
    await open([
      sent,
      pending,
      failed,
      { ...pending, id: "4", channel: "teams", to: [], attempts: 0, error: null },
    ]);
    const texts = (await rows()).map((row) => row.textContent);
    expect(texts[0]).toMatch(/^E-mail to ops@example\.org, ada@example\.orgSent .*2026.*\.$/);
    expect(texts[1]).toMatch(
      /^Slack to #opsBeing sent\. The next try is at .*2026.*\.Slack did not answer\.$/,
    );
    expect(texts[2]).toBe("WebhookNot sent, after 5 tries.The answer was 404.");
    expect(texts[3]).toBe("TeamsBeing sent.");
    screen.getByRole("region", { name: "Notifications" });
  });

  test("nothing is shown where nobody is told", async () => {
    const { asked, queries } = await open([]);
    await waitFor(() => expect(asked).toHaveLength(1));
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    expect(screen.queryByRole("region", { name: "Notifications" })).toBeNull();
  });

  test("it is asked for once the run is over", async () => {
    const { asked, overlay } = await open([sent], "running");
    await screen.findByText("The result will show here when the run is over.");
    expect(asked).toEqual([]);
    act(() => overlay.open("r", { id: "r", status: "failed", nodes: {} } as unknown as RunDetail));
    expect(await rows()).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  test("it is asked for again while one is on its way, and no longer", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let items = [pending];
    const { asked } = await open(() => Response.json({ items, next_cursor: null }));
    const stateOf = async () => (await rows())[0]?.dataset.state;
    expect(await stateOf()).toBe("pending");
    items = [{ ...sent, id: "2" }];
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    await waitFor(async () => expect(await stateOf()).toBe("sent"));
    const known = asked.length;
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(asked).toHaveLength(known);
  });

  test("a failure can be tried again", async () => {
    let isBroken = true;
    await open(() =>
      isBroken ? Response.json({ detail: "Not now." }, { status: 500 }) : Response.json({ items: [sent] }),
    );
    await screen.findByText("Who was told could not be read");
    isBroken = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(await rows()).toHaveLength(1);
  });
});
