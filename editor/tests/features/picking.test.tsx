// Choosing where a node works and with which credential: from what the server knows, by typing, and by an expression.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import type { FlowDetail } from "../../src/api/flows/types";
import { Catalog, type Descriptor } from "../../src/core/descriptor";
import type { FlowNode } from "../../src/core/document";
import type { Problem } from "../../src/core/problems";
import { NodePanel } from "../../src/features/editor/NodePanel";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { PlaceholderForm } from "../../src/ui/PlaceholderForm";
import { catalog, sampleDocument } from "../kit/catalog";
import { codeOf } from "../kit/code";
import { thereAndBack } from "../kit/gesture";
import { pretendServer, show } from "../kit/page";
import { knownPlaces, withPickers } from "../kit/picking";

const user = userEvent.setup();

const ask: Descriptor = {
  type: "t.ask_web",
  name: "Ask",
  category: "http",
  platforms: ["local", "ssh"],
  ports: { inputs: [], outputs: [] },
  schema: {
    type: "object",
    properties: {
      credential: {
        type: "string",
        "x-ui": { widget: "credential-picker", credentialTypes: ["api_key"] },
      },
    },
  },
};
const types = new Catalog([...catalog.items, ask], []);

let session: Session | undefined;

async function open(node: Partial<FlowNode> = {}, problems: Problem[] = []) {
  pretendServer({ ...knownPlaces, "GET /runs": { items: [], next_cursor: null } });
  const nodes = [{ id: "n", type: "t.ask_web", x: 0, y: 0, ...node }];
  const document = { ...sampleDocument(), nodes, wires: [] };
  session = createSession({ id: "f", version: 1, document, problems } as unknown as FlowDetail, types, true);
  session.view.setState({ problems });
  await show(
    withPickers(
      <SessionContext.Provider value={session}>
        <NodePanel id="n" />
      </SessionContext.Provider>,
    ),
  );
}

const nodeNow = () => session?.store.getState().document.nodes[0];
const target = () => screen.findByTestId("field-node-target") as Promise<HTMLInputElement>;
const offered = () => screen.getAllByRole("option").map(({ textContent }) => textContent);

beforeEach(() => localStorage.clear());
afterEach(() => {
  if (session) thereAndBack(session.store, JSON.stringify(session.store.getState().saved));
  session = undefined;
});

describe("the target", () => {
  test("is the run's where none is chosen, and asks for no credential then", async () => {
    await open();
    expect((await target()).placeholder).toBe("The run's target");
    expect(screen.queryByTestId("field-node-credential")).toBeNull();
  });

  test("is chosen from machines, groups and tags; then a credential can be", async () => {
    await open();
    await user.click(await target());
    await screen.findByRole("option", { name: /desk\.example\.org/ });
    expect(offered()).toEqual([
      "localThis machine: where the server runs",
      "group:web2 machines",
      "tag:far0 machines",
      "web-1web-1.example.org",
      "web-2web-2.example.org",
      "deskdesk.example.org",
    ]);
    expect(screen.getByRole("img", { name: "Windows" })).toBeTruthy();
    await user.click(screen.getByRole("option", { name: /^group:web/ }));
    expect(nodeNow()?.target).toBe("group:web");
    expect((await screen.findByTestId("target-count")).textContent).toBe("2 machines: web-1, web-2");
    await user.click(await screen.findByTestId("field-node-credential"));
    await user.click(await screen.findByRole("option", { name: /root/ }));
    expect(nodeNow()?.credential).toBe("root");
  });

  test("may be any text, and what is odd about it is said at its place", async () => {
    const problem: Problem = {
      severity: "warning",
      code: "unknown_target",
      node: "n",
      field: "target",
      message: "There is no machine “elsewhere”.",
    };
    await open({ target: "elsewhere" }, [problem]);
    expect((await target()).value).toBe("elsewhere");
    expect(screen.getByText(problem.message)).toBeTruthy();
    expect(screen.getByTestId("problems-parameters").getAttribute("aria-label")).toBe("1 problem");
    await user.clear(await target());
    expect(nodeNow()).not.toHaveProperty("target");
  });

  test("on the server itself nobody signs in", async () => {
    await open({ target: "local" });
    await target();
    expect(screen.queryByTestId("field-node-credential")).toBeNull();
  });

  test("that stands for no active machine says what to do", async () => {
    await open({ target: "tag:far" });
    expect((await screen.findByTestId("target-count")).textContent).toBe(
      "It stands for no active machine. Check the name, or set its machines active.",
    );
  });

  test("is an expression in braces after a press, and fixed again after another", async () => {
    await open({ target: "{{ 'web-1' }}" });
    const back = await screen.findByRole("button", { name: "Target: use a fixed value" });
    await user.click(back);
    expect((await target()).value).toBe("web-1");
    expect(nodeNow()?.target).toBe("web-1");
    await user.click(screen.getByRole("button", { name: "Target: use an expression" }));
    expect(nodeNow()?.target).toBe("web-1");
    expect(await screen.findByRole("button", { name: "Target: use a fixed value" })).toBeTruthy();
  });
});

test("who types braces into the target goes on in an expression", async () => {
  await open();
  await user.type(await target(), "{{{{ vars.host");
  const back = await screen.findByRole("button", { name: "Target: use a fixed value" });
  expect(back.getAttribute("aria-pressed")).toBe("true");
  expect(nodeNow()?.target).toMatch(/^\{\{/);
});

test("an expression is typed anew where it stands, with and without braces", async () => {
  await open({ target: "{{ vars.host }}" });
  const code = await codeOf("Target, expression");
  for (const text of ["w", "web-1"]) {
    await act(async () => code.dispatch({ changes: { from: 0, to: code.state.doc.length, insert: text } }));
    expect(nodeNow()?.target).toBe(text);
    expect(screen.queryByRole("button", { name: "Target: use a fixed value" })).toBeTruthy();
    expect(await codeOf("Target, expression")).toBe(code);
  }
});

describe("a field that is cleared", () => {
  const credential = () => screen.findByTestId("field-node-credential");

  test("stays: the credential of a node without a target", async () => {
    await open({ credential: "root" });
    const field = await credential();
    await user.clear(field);
    expect(nodeNow()).not.toHaveProperty("credential");
    await user.type(field, "shop");
    expect(nodeNow()?.credential).toBe("shop");
  });

  test("stays: the target of a node that works on no machine", async () => {
    await open({ type: "t.work", target: "desk" });
    const field = await target();
    await user.clear(field);
    expect(nodeNow()).not.toHaveProperty("target");
    await user.type(field, "web-1");
    expect(nodeNow()?.target).toBe("web-1");
  });
});

describe("a credential in a form", () => {
  test("is one of the types that fit", async () => {
    await open();
    await user.click(await screen.findByTestId("field-credential"));
    await screen.findByRole("option");
    expect(offered()).toEqual(["shopAPI key"]);
    await user.click(screen.getByRole("option"));
    expect(nodeNow()?.config).toEqual({ credential: "shop" });
    expect(screen.queryByRole("link", { name: /Manage credentials/ })).toBeNull();
  });

  test("leads who may to all of them", async () => {
    await open();
    client.session.setState({ status: "in", user: { id: "u", username: "ann", role: "admin" } });
    const link = await screen.findByRole("link", { name: /Manage credentials/ });
    expect(link.getAttribute("href")).toBe("/credentials");
  });
});

test("what a template asks for is chosen in the same way", async () => {
  pretendServer(knownPlaces);
  const onSubmit = vi.fn();
  const placeholders = [
    { name: "host", label: "Where?", type: "target" as const },
    { name: "login", label: "As who?", type: "credential" as const },
  ];
  await show(
    withPickers(
      <PlaceholderForm
        placeholders={placeholders}
        submitLabel="Go"
        isBusy={false}
        onSubmit={onSubmit}
        onClose={() => undefined}
      />,
    ),
  );
  await user.type(await screen.findByTestId("field-host"), "des");
  await user.click(await screen.findByRole("option", { name: /desk/ }));
  await user.click(screen.getByTestId("field-login"));
  await user.click(await screen.findByRole("option", { name: /root/ }));
  await user.click(screen.getByTestId("placeholder-submit"));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledWith({ host: "desk", login: "root" }));
});
