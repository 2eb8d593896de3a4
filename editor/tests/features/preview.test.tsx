// A notice as its reader will see it: what stands where, with which data, and what becomes of a mistake in one place.
import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import { Catalog, type Descriptor } from "../../src/core/descriptor";
import { isObject, type Json, type JsonObject } from "../../src/core/document";
import type { Schema } from "../../src/core/schema";
import { NodePanel } from "../../src/features/editor/NodePanel";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { catalog, sampleDocument } from "../kit/catalog";
import { thereAndBack } from "../kit/gesture";
import { pretendServer, type Request, show } from "../kit/page";

const user = userEvent.setup();
const TEXT: Schema = { type: "string" };
const schema: Schema = {
  type: "object",
  properties: {
    people: { type: "array", items: TEXT, "x-ui": { widget: "tags", check: "email", expression: "allowed" } },
    subject: TEXT,
    text: { type: "string", "x-ui": { widget: "multiline" } },
    look: { type: "string", enum: ["text", "html"], default: "text" },
    parts: { type: "array", items: { type: "object" } },
  },
  "x-ui": { preview: { to: "people", title: "subject", body: "text", format: "look", parts: "parts" } },
};
const sender: Descriptor = { ...(catalog.get("t.work") as Descriptor), type: "t.send", schema };
const setter: Descriptor = { ...(catalog.get("t.set") as Descriptor), kind: "pure" };
const types = new Catalog([...catalog.items.filter((item) => item.type !== "t.set"), sender, setter], []);

const VALUES: { [name: string]: Json } = { host: "web-1", used: 91, people: ["ann@x", "bob@y"] };

/** Fills in names as the server does, and knows no others. */
function answer(request: Request): Response {
  const { document } = request.body as { document: { nodes: { config: { variables: JsonObject } }[] } };
  const variables = document.nodes.at(-1)?.config.variables ?? {};
  try {
    return Response.json({ status: "success", variables: filled(variables) });
  } catch (mistake) {
    return Response.json({ status: "error", error: { kind: "expression_error", message: String(mistake) } });
  }
}

function filled(value: Json): Json {
  if (typeof value === "string") return value.replace(/\{\{ (\w+) \}\}/g, (_, name) => String(known(name)));
  if (Array.isArray(value)) return value.map(filled);
  if (!isObject(value)) return value;
  if (typeof value.$expr === "string") return known(value.$expr);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
}

function known(name: string): Json {
  if (VALUES[name] === undefined) throw `Unknown variable \`${name}\`.`;
  return VALUES[name];
}

let session: Session;
let requests: Request[];

async function showNode(config: JsonObject) {
  const { nodes, ...rest } = sampleDocument();
  const node = { id: "send", type: "t.send", x: 0, y: 0, config };
  const document = {
    ...rest,
    nodes: [...nodes, node],
    parameters: { key: { type: "string", secret: true } },
  };
  session = createSession(
    { id: "f", version: 1, document, problems: [] } as unknown as FlowDetail,
    types,
    true,
  );
  session.view.setState({ isChecked: true });
  requests = pretendServer({
    "GET /runs": { items: [], next_cursor: null },
    "GET /variables": { items: [], next_cursor: null },
    "POST /flows/test-node": () => answer(requests.at(-1) as Request),
  });
  await show(
    <SessionContext.Provider value={session}>
      <NodePanel id="send" />
    </SessionContext.Provider>,
  );
  return within(await screen.findByTestId("preview"));
}

beforeEach(() => localStorage.clear());

test("says to whom, what and which data, asked for in one go", async () => {
  const preview = await showNode({
    people: ["ops@x", "{{ host }}@x"],
    subject: "Disk of {{ host }}",
    text: "It is at {{ used }} %.\nAct.",
  });
  expect(await preview.findByText("web-1@x")).toBeTruthy();
  expect(preview.getByTestId("preview-to").textContent).toBe("Toops@xweb-1@x");
  expect(preview.getByTestId("preview-title").textContent).toBe("Disk of web-1");
  expect(preview.getByTestId("preview-body").textContent).toBe("It is at 91 %.\nAct.");
  expect(preview.getByRole("button", { name: "what is pinned or typed" })).toBeTruthy();
  expect(requests).toHaveLength(1);
});

test("a mistake stands in its place, and the rest stays", async () => {
  const preview = await showNode({
    people: { $expr: "people" },
    subject: "{{ nobody }}",
    text: "At {{ used }}",
  });
  expect(await preview.findByText("Unknown variable `nobody`.")).toBeTruthy();
  expect(preview.getByTestId("preview-title").textContent).toBe("Unknown variable `nobody`.");
  expect(preview.getByTestId("preview-to").textContent).toBe("Toann@xbob@y");
  expect(preview.getByTestId("preview-body").textContent).toBe("At 91");
});

test("HTML is a page of its own in which nothing runs and nothing is loaded", async () => {
  const html = "<h1>{{ host }}</h1><script>alert(1)</script>";
  const preview = await showNode({ subject: "a", text: html, look: "html" });
  const page = await preview.findByTitle("Message");
  expect(page.getAttribute("sandbox")).toBe("");
  expect(page.getAttribute("srcdoc")).toContain("<h1>web-1</h1>");
  expect(page.getAttribute("srcdoc")).toMatch(
    /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">/,
  );
});

test("attachments and facts", async () => {
  const field = { title: "Host", value: "{{ host }}", short: true };
  const preview = await showNode({
    parts: [
      { color: "#ff0000", fields: [field, { title: "Other", value: "{{ nobody }}" }] },
      { title: "Used", value: "{{ used }} %" },
    ],
  });
  expect(await preview.findByText("web-1")).toBeTruthy();
  const part = preview.getByTestId("preview-part");
  expect(part.style.borderLeftColor).toBe("#ff0000");
  expect(part.textContent).toBe("Hostweb-1OtherUnknown variable `nobody`.");
  expect(preview.getByTestId("preview-fact").textContent).toBe("Used91 %");
});

test("what is not written yet is said, and a secret is not asked for", async () => {
  const preview = await showNode({ text: "{{ key }}" });
  expect(await preview.findByText(/^key is secret/)).toBeTruthy();
  expect(preview.getByTestId("preview-to").textContent).toBe("Tonobody yet");
  expect(preview.getByTestId("preview-title").textContent).toBe("No title yet");
  expect(requests).toEqual([]);
});

test("follows what is typed, and undo", async () => {
  const preview = await showNode({ subject: "Disk", text: "a" });
  const before = JSON.stringify(session.store.getState().document);
  await user.type(screen.getByTestId("field-subject"), " of {{{{ host }}");
  expect(await preview.findByText("Disk of web-1")).toBeTruthy();
  act(() => thereAndBack(session.store, before, act));
  act(() => session.store.getState().undo());
  expect(await preview.findByText("Disk")).toBeTruthy();
});

test("can be closed, and stays so", async () => {
  const preview = await showNode({ subject: "Disk", text: "a" });
  await user.click(preview.getByRole("button", { name: "Preview" }));
  expect(preview.queryByTestId("preview-title")).toBeNull();
  expect(localStorage.getItem("opsconductor.preview")).toBe("closed");
});
