// Telling people and sending requests: forms, what the reader will see, a test in place, and what really arrives.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { fillField, login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

/** A web server that keeps what it is sent and answers with a ticket. */
async function receiver() {
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(201, { "content-type": "application/json" }).end('{"ticket":7}');
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { received, url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

function flowWith(name, told) {
  return {
    format: "opsconductor.flow/1",
    name,
    parameters: { host: { type: "string", default: "web-1" }, token: { type: "string", secret: true, default: "t0k-hidden" } },
    nodes: [
      { id: "disk", type: "flow.set_variable", name: "Look at the disk", x: 60, y: 120, config: { variables: { used: 98 } } },
      { x: 340, y: 120, ...told },
    ],
    wires: [{ id: "w1", source: "disk", target: told.id }],
  };
}

async function open({ page, server }, name, told) {
  const api = await openApi(server);
  const flow = await api.createFlow(flowWith(name, told));
  const run = await api.startRun(flow.id);
  await until(async () => !["pending", "running"].includes((await api.get(`/runs/${run}`)).status));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, told.id).click();
  return { api, flow };
}

const mail = { id: "mail", type: "notification.email", config: { recipients: ["ops@example.org"], subject: "Disk", message: "Full" } };

check("a mail is addressed, written and seen as its reader will see it", {}, async ({ page, server }) => {
  await open({ page, server }, "Mail", mail);
  const people = page.getByTestId("field-recipients");
  await people.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "Ada Lovelace <ada@example.org>; nobody");
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByText("“nobody” is not an address").waitFor();
  await people.press("Backspace");
  await people.fill("");
  await page.getByText("“nobody” is not an address").waitFor({ state: "detached" });
  await fillField(page, "subject", "{{ host }} is at {{ used }} %");
  await fillField(page, "message", "Look at {{ hots }}.");
  const preview = await previewOf(page);
  await preview.getByTestId("preview-title").getByText("web-1 is at 98 %").waitFor();
  await preview.getByTestId("preview-to").getByText("ada@example.org").waitFor();
  await preview.getByTestId("preview-body").getByText("hots").waitFor();
  await fillField(page, "message", "Look at {{ host }}.");
  await preview.getByTestId("preview-body").getByText("Look at web-1.").waitFor();
  await preview.scrollIntoViewIfNeeded();
  await shoot(page, "notify-mail-light");
  assert.deepEqual(await axe(page, '[data-testid="inspector"]'), []);
  const { document } = await save(page);
  const { config } = document.nodes.find((item) => item.id === "mail");
  assert.deepEqual(config.recipients, ["ops@example.org", "ada@example.org"]);
});

check("what is written as HTML is shown so, and runs nothing", {}, async ({ page, server }) => {
  const config = { ...mail.config, format: "html", message: "<h1>{{ host }}</h1>" };
  await open({ page, server }, "HTML", { ...mail, config });
  const preview = await previewOf(page);
  const frame = preview.getByTestId("preview-body").locator("iframe");
  await frame.contentFrame().getByRole("heading", { name: "web-1" }).waitFor();
  await shows(() => frame.getAttribute("sandbox"), "");
});

check("each choice says what it means, and a message on failure is skipped where nothing failed", {}, async ({ page, server }) => {
  await open({ page, server }, "Condition", mail);
  await page.getByTestId("field-send_condition").click();
  await page.getByText("If the step before ran, and its outcome is negative.").click();
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-status").filter({ hasText: "Skipped" }).waitFor();
  await page.getByTestId("test-output").getByText("Nothing was sent", { exact: false }).first().waitFor();
});

check("a Slack message with a block of facts, in the dark and in a narrow panel", { colorScheme: "dark" }, async ({ page, server }) => {
  const config = {
    channel: "#ops",
    message: "*Disk full*",
    attachments: [{ color: "#e03131", fields: [{ title: "Host", value: "{{ host }}", short: true }] }],
  };
  await open({ page, server }, "Slack", { id: "slack", type: "notification.slack", config });
  const preview = await previewOf(page);
  await preview.getByTestId("preview-part").getByText("web-1").waitFor();
  await preview.scrollIntoViewIfNeeded();
  await shoot(page, "notify-slack-dark");
  assert.deepEqual(await axe(page, '[data-testid="inspector"]'), []);
});

check("a request with a body and a token is tried in place, and its answer expected", {}, async ({ page, server }) => {
  const there = await receiver();
  try {
    const config = { url: `${there.url}/tickets`, expected_status: "200" };
    await open({ page, server }, "Ticket", { id: "ask", type: "http.post", name: "Open a ticket", config });
    await choose(page, "body_type", "json");
    await page.getByLabel("Body: kind of value").first().click();
    await page.getByRole("option", { name: "JSON" }).click();
    await fillField(page, "body", '{"title": "{{ host }} is at", "used": "{{ used }}"}');
    await choose(page, "auth", "bearer");
    await fillField(page, "token", "{{ params.token }}");
    await shoot(page, "notify-request-light");
    await page.getByTestId("test-run").click();
    await page.getByTestId("test-expectation").getByText("Answered with status 201").waitFor();
    const [request] = there.received.slice(-1);
    assert.deepEqual([request.method, request.headers.authorization], ["POST", "Bearer t0k-hidden"]);
    assert.deepEqual(JSON.parse(request.body), { title: "web-1 is at", used: 98 });
    await shows(() => page.getByText("t0k-hidden").count(), 0, "the token can be read");
    await page.getByTestId("expect-only").click();
    await page.getByTestId("test-run").click();
    await page.getByTestId("test-status").filter({ hasText: "Completed" }).waitFor();
  } finally {
    there.stop();
  }
});

check("a webhook gets the message with what is known of the run", {}, async ({ page, server }) => {
  const there = await receiver();
  try {
    const config = { url: `${there.url}/hook`, message: "{{ host }} is full", headers: { "X-Token": "{{ params.token }}" } };
    await open({ page, server }, "Hook", { id: "hook", type: "notification.webhook", config });
    const [{ headers, body }] = there.received;
    assert.equal(headers["x-token"], "t0k-hidden");
    const { message, context } = JSON.parse(body);
    assert.deepEqual([message, context.flow], ["web-1 is full", "Hook"]);
  } finally {
    there.stop();
  }
});

async function previewOf(page) {
  const preview = page.getByTestId("preview");
  const head = preview.getByRole("button", { name: "Preview" });
  if ((await head.getAttribute("aria-expanded")) !== "true") await head.click();
  return preview;
}

async function choose(page, field, value) {
  await page.getByTestId(`field-${field}`).click();
  await page.getByRole("option", { name: new RegExp(`^${value}`, "i") }).click();
}
