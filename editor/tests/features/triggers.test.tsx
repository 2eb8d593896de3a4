// Triggers in the editor: the next times of a time table, the address of a webhook and its secret.
import { Notifications } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import { Catalog } from "../../src/core/descriptor";
import type { FlowNode, JsonObject } from "../../src/core/document";
import type { Trigger } from "../../src/core/triggers";
import { NodePanel } from "../../src/features/editor/NodePanel";
import { PublishDialog } from "../../src/features/editor/publish/PublishDialog";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { catalog, sampleDocument } from "../kit/catalog";
import { thereAndBack } from "../kit/gesture";
import { pretendServer, type Request, show } from "../kit/page";
import { clock, daily, hook, orders } from "../kit/triggers";

const user = userEvent.setup();
const types = new Catalog([...catalog.items, clock, hook], []);

const node = (id: string, type: string, config: JsonObject): FlowNode => ({ id, type, x: 0, y: 0, config });

let session: Session;

function open(mayEdit = true, ...added: FlowNode[]): Session {
  const { nodes, ...rest } = sampleDocument();
  const document = { ...rest, nodes: [...nodes, ...added] };
  const flow = { id: "f", version: 1, document, problems: [] } as unknown as FlowDetail;
  session = createSession(flow, types, mayEdit);
  session.view.setState({ isChecked: true });
  return session;
}

const inEditor = (children: ReactNode) => (
  <SessionContext.Provider value={session}>{children}</SessionContext.Provider>
);

interface World {
  triggers?: readonly Trigger[];
  answers?: { [request: string]: unknown };
}

async function showNode(id: string, { triggers = [], answers = {} }: World): Promise<Request[]> {
  const requests = pretendServer({
    "GET /runs": { items: [], next_cursor: null },
    "GET /variables": { items: [], next_cursor: null },
    "GET /triggers": { items: triggers },
    ...answers,
  });
  await show(inEditor(<NodePanel id={id} />));
  return requests;
}

beforeEach(() => localStorage.clear());

describe("a time table", () => {
  const TIMES = ["2026-10-24T04:00:00Z", "2026-10-26T05:00:00Z"];
  const config = { cron: "0 6 * * *", timezone: "Asia/Tokyo" };
  let asked: string[];

  /** Refuses one time zone, as the server does. */
  function answer(path: string): Response {
    const search = new URLSearchParams(path.split("?")[1]);
    asked.push([...search.values()].join(" | "));
    if (search.get("timezone") !== "Moon/Crater") return Response.json({ times: TIMES });
    const errors = [{ field: "timezone", message: "There is no time zone `Moon/Crater`." }];
    return Response.json({ code: "invalid", detail: "Not valid.", errors }, { status: 422 });
  }

  async function showClock(start: JsonObject) {
    asked = [];
    open(true, node("daily", "t.clock", start));
    await showNode("daily", { answers: { "GET /schedules/preview": answer } });
  }

  test("shows its next times by its own clock and by the reader's", async () => {
    await showClock(config);
    const table = await screen.findByTestId("next-times");
    expect(asked).toEqual(["0 6 * * * | Asia/Tokyo | 5"]);
    const heads = within(table).getAllByRole("columnheader");
    expect(heads.map((head) => head.textContent)).toEqual([
      "Next in Asia/Tokyo",
      expect.stringMatching(/^Next, your time/),
    ]);
    expect(within(table).getAllByRole("row")[1]?.textContent).toMatch(/(13|01):00.*GMT\+9/);
  });

  test("says what the server says against it, once one has stopped typing", async () => {
    await showClock(config);
    await screen.findByTestId("next-times");
    const zone = screen.getByTestId("field-timezone");
    await user.clear(zone);
    await user.type(zone, "Moon/Crater");
    const said = await screen.findByText("There is no time zone `Moon/Crater`.");
    expect(said.dataset.testid).toBe("next-times-error");
    expect(asked.length).toBeLessThan("Moon/Crater".length);
    expect(screen.queryByTestId("next-times")).toBeNull();
    thereAndBack(session.store, JSON.stringify(session.store.getState().saved));
  });

  test("is asked for in UTC where nothing is said", async () => {
    await showClock({ cron: "0 6 * * *" });
    await waitFor(() => expect(asked).toEqual(["0 6 * * * | UTC | 5"]));
  });
});

describe("an address", () => {
  const config = { path: "orders" };
  const SECRET = "POST /flows/f/triggers/orders/secret";

  test("works once the flow is published", async () => {
    open(true, node("orders", "t.hook", config));
    await showNode("orders", { triggers: [daily] });
    expect((await screen.findByTestId("hook-note")).textContent).toMatch(/once the flow is/);
    expect(screen.queryByTestId("hook-make-secret")).toBeNull();
  });

  test("is whole, says how callers prove themselves, and shows a call", async () => {
    open(true, node("orders", "t.hook", config));
    await showNode("orders", { triggers: [orders] });
    const address = await screen.findByTestId("hook-address");
    expect(address.textContent).toBe("https://host/hooks/orders");
    expect(screen.getByTestId("hook-proof").textContent).toMatch(/as a token/);
    expect(screen.getByTestId("hook-example").textContent).toContain("Authorization: Bearer <token>");
    expect(screen.getByRole("button", { name: "Address: copy" })).toBeTruthy();
    expect(screen.queryByTestId("hook-note")).toBeNull();
  });

  test("says that what is drawn is not what is published, and needs no secret where none is asked", async () => {
    open(true, node("orders", "t.hook", { path: "sales", auth: "none" }));
    await showNode("orders", { triggers: [orders] });
    expect((await screen.findByTestId("hook-note")).textContent).toMatch(/once you publish/);
    expect(screen.getByTestId("hook-proof").textContent).toMatch(/needs no secret/);
    expect(screen.queryByTestId("hook-make-secret")).toBeNull();
  });

  test("gets a secret, which is shown once", async () => {
    open(true, node("orders", "t.hook", config));
    const requests = await showNode("orders", {
      triggers: [orders],
      answers: { [SECRET]: { secret: "s3cret" } },
    });
    await user.click(await screen.findByRole("button", { name: "Make a secret" }));
    expect((await screen.findByTestId("hook-secret")).textContent).toBe("s3cret");
    expect(screen.getByText(/cannot be shown again/)).toBeTruthy();
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([SECRET]);
  });

  test("gets a new secret only after asking, since the old one ends", async () => {
    open(true, node("orders", "t.hook", config));
    const triggers = [{ ...orders, has_secret: true }];
    const requests = await showNode("orders", { triggers, answers: { [SECRET]: { secret: "n3w" } } });
    await user.click(await screen.findByTestId("hook-make-secret"));
    const dialog = await screen.findByRole("dialog", { name: "Make a new secret" });
    expect(dialog.textContent).toMatch(/ends at once/);
    expect(requests).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Make a new secret" }));
    expect((await screen.findByTestId("hook-secret")).textContent).toBe("n3w");
  });

  test("tells why no secret was made", async () => {
    open(true, node("orders", "t.hook", config));
    await showNode("orders", { triggers: [orders] });
    await user.click(await screen.findByTestId("hook-make-secret"));
    expect((await screen.findByRole("alert")).textContent).toMatch(/No secret was made/);
  });

  test("offers no secret to who may not edit", async () => {
    open(false, node("orders", "t.hook", config));
    await showNode("orders", { triggers: [orders] });
    await screen.findByTestId("hook-address");
    expect(screen.queryByTestId("hook-make-secret")).toBeNull();
  });
});

test("an address that another flow has is a refusal of publishing, which says so and keeps what is drawn", async () => {
  open(true, node("orders", "t.hook", {}));
  session.store.getState().apply({ kind: "setConfig", node: "orders", path: ["path"], value: "orders" });
  const detail = "The flow “Sales” has the address `/hooks/orders` already. Choose another path.";
  const errors = [{ field: "nodes/orders/config/path", message: detail }];
  const requests = pretendServer({
    "GET /flows/f/drafts": { items: [] },
    "PUT /flows/f/draft": { updated_at: "2026-01-01T00:00:00Z" },
    "PUT /flows/f": () => Response.json({ code: "address_taken", detail, errors }, { status: 409 }),
  });
  const close = vi.fn();
  await show(
    inEditor(
      <>
        <Notifications />
        <PublishDialog onClose={close} />
      </>,
    ),
  );
  await user.click(await screen.findByTestId("publish-submit"));
  const failure = await screen.findByTestId("failure");
  expect(failure.textContent).toBe(`The flow was not published${detail}`);
  expect(requests.filter(({ path }) => path.startsWith("/flows/f?"))).toHaveLength(1);
  expect(close).not.toHaveBeenCalled();
  const { document, version } = session.store.getState();
  expect([document.nodes.at(-1)?.config, version]).toEqual([{ path: "orders" }, 1]);
  thereAndBack(session.store, JSON.stringify(session.store.getState().saved));
});
