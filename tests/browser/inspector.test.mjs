// The details of a node: its form, expressions with example data, and a test of it in place.
import assert from "node:assert/strict";
import { fillField, login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

function flowNamed(name) {
  return {
    format: "opsconductor.flow/1",
    name,
    parameters: {
      host: { type: "string", default: "web-1" },
      password: { type: "string", secret: true },
    },
    nodes: [
      { id: "start", type: "flow.start", x: 60, y: 120 },
      {
        id: "disks",
        type: "flow.set_variable",
        name: "List disks",
        x: 300,
        y: 120,
        config: {
          variables: {
            disks: [
              { mount: "/", used: 91 },
              { mount: "/home", used: 40 },
            ],
          },
        },
      },
      {
        id: "each",
        type: "flow.foreach",
        x: 540,
        y: 120,
        config: { collection: "{{ disks }}", item_variable: "disk", index_variable: "at" },
      },
      { id: "full", type: "flow.if", x: 800, y: 60, config: { condition: "disk.used > 80" } },
      { id: "say", type: "shell.command", x: 1060, y: 60, config: { command: "echo {{ disk.mount | sh }}" } },
      {
        id: "all",
        type: "flow.condition_group",
        x: 800,
        y: 260,
        config: { conditions: ["disks.len() > 1", { operator: "or", conditions: ["1 > 2", { left_operand: "{{ host }}", right_operand: "web-1" }] }] },
      },
    ],
    wires: [
      { id: "w1", source: "start", target: "disks" },
      { id: "w2", source: "disks", target: "each" },
      { id: "w3", source: "each", sourcePort: "loop", target: "full" },
      { id: "w4", source: "full", sourcePort: "true", target: "say" },
      { id: "w5", source: "each", target: "all" },
    ],
  };
}

async function open({ page, server }, name, { isRun = true } = {}) {
  const api = await openApi(server);
  const flow = await api.createFlow(flowNamed(name));
  if (isRun) {
    const id = await api.startRun(flow.id);
    await until(async () => (await api.get(`/runs/${id}`)).status === "completed");
  }
  await login(page, server);
  await openFlow(page, server, flow.id);
  return flow;
}

check("a parameter is changed and the node tested in four actions", {}, async ({ page, server }) => {
  await open({ page, server }, "Four actions");
  await node(page, "say").click();
  await fillField(page, "command", "echo {{ disk.mount }} is at {{ disk.used }}");
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-status").filter({ hasText: "Completed" }).waitFor();
  await page.getByTestId("test-output").getByText("/ is at 91").waitFor();
});

check("an answer that came in a test becomes the one that is expected", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const ask = { id: "ask", type: "http.get", name: "Ask", x: 300, y: 80, config: { url: `${server.url}/api/v1/nothing` } };
  const flow = await api.createFlow({ format: "opsconductor.flow/1", name: "Expected answer", nodes: [ask], wires: [] });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "ask").click();
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-expectation").getByText("Answered with status 404").waitFor();
  await page.getByTestId("test-output").getByText("not_found").first().waitFor();
  await shoot(page, "inspector-expectation-light");
  await page.getByTestId("expect-also").click();
  await page.getByTestId("field-expected_status").and(page.locator('[value="2xx,404"]')).waitFor();
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-status").filter({ hasText: "Completed" }).waitFor();
  await page.getByTestId("expect-only").click();
  await page.getByTestId("field-expected_status").and(page.locator('[value="404"]')).waitFor();
});

check("the result is beside the form, with what is different from the test before, and can be pinned", {}, async ({
  page,
  server,
}) => {
  await open({ page, server }, "Result and diff");
  await node(page, "say").click();
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-output").getByText("/", { exact: false }).first().waitFor();
  await fillField(page, "command", "echo second");
  await page.getByTestId("field-command").press("Control+Enter");
  await page.getByText("Diff (1)").click();
  await page.getByTestId("test-diff").getByText("output.stdout").waitFor();
  await shoot(page, "inspector-test-light");
  await page.getByTestId("test-pin").click();
  await page.getByTestId("pin-say").waitFor();
  await page.getByTestId("test-dry").click();
  await page.getByTestId("test-run").click();
  await page.getByText("Filled in").click();
  await page.getByTestId("test-config").getByText("echo second").waitFor();
});

check("an expression shows its value for each item, and its mistake at its place", {}, async ({ page, server }) => {
  await open({ page, server }, "Live values");
  await node(page, "full").click();
  const code = page.getByTestId("field-condition");
  await code.click();
  await page.getByTestId("live-result").getByText("true").waitFor();
  await page.getByRole("button", { name: "Next item, of each" }).click();
  await page.getByTestId("live-result").getByText("false").waitFor();
  await page.getByTestId("round-each").getByText("item 2 of 2").waitFor();
  await code.fill("");
  await page.keyboard.type("disk.u");
  const offered = page.locator(".cm-tooltip-autocomplete").getByText(".used");
  await offered.click();
  await page.getByTestId("live-result").getByText("40").waitFor();
  await code.fill("disk.used > limitt");
  await page.getByTestId("inspector").getByText("Unknown variable").first().waitFor();
  await page.locator(".cm-lintRange-error").filter({ hasText: "limitt" }).waitFor();
  await page.getByTestId("problems-parameters").waitFor();
});

check("the large editor: real data to click, completion, help, result", {}, async ({ page, server }) => {
  await open({ page, server }, "Large editor");
  await node(page, "say").click();
  await page.getByTestId("field-command").fill("echo ");
  await page.getByTestId("field-command-open").click();
  const dialog = page.getByTestId("expression-dialog");
  await page.getByTestId("expression-code").press("Control+End");
  await dialog.getByTitle("Insert disk.mount").click();
  await dialog.getByTestId("expression-result").getByText("echo /").waitFor();
  await shows(() => dialog.getByText("password").count(), 1);
  await page.getByTestId("expression-code").press("Control+End");
  await page.keyboard.type(" {{ disk.");
  await page.locator(".cm-tooltip-autocomplete").getByText(".used").waitFor();
  await shoot(page, "inspector-expression-light");
  await page.keyboard.press("Escape");
  await page.locator(".cm-tooltip-autocomplete").waitFor({ state: "hidden" });
  await page.getByTestId("expression-done").click();
  await dialog.waitFor({ state: "hidden" });
});

check("example data that comes while the large editor is open is offered in it", {}, async ({ page, server }) => {
  await open({ page, server }, "Late data");
  let answer;
  const asked = new Promise((done) => {
    answer = done;
  });
  await page.route("**/flows/test-node", async (route) => {
    await asked;
    await route.continue();
  });
  await node(page, "say").click();
  await page.getByTestId("field-command-open").click();
  const dialog = page.getByTestId("expression-dialog");
  await dialog.getByTitle("Insert disk", { exact: true }).waitFor();
  await shows(() => dialog.getByTitle("Insert disk.mount").count(), 0);
  answer();
  await dialog.getByTitle("Insert disk.mount").waitFor();
  await page.getByTestId("expression-done").click();
});

check("a condition is built field by field, and undo brings the text back", {}, async ({ page, server }) => {
  const flow = await open({ page, server }, "Condition");
  const api = await openApi(server);
  await node(page, "full").click();
  await page.getByRole("radiogroup", { name: "Condition: kind" }).getByText("Compare").click();
  await page.getByTestId("field-condition-right_operand").fill("95");
  await shoot(page, "inspector-condition-light");
  const { document } = await save(page);
  const condition = document.nodes.find((item) => item.id === "full").config.condition;
  assert.deepEqual(condition, {
    type: "variable_check",
    left_operand: "{{ disk.used }}",
    operator: "greater",
    right_operand: 95,
  });
  await node(page, "all").click();
  await page.getByTestId("field-conditions-1-conditions-add-group").click();
  await page.getByTestId("problems-parameters").waitFor();
  assert.equal(JSON.parse(await api.documentText(flow.id)).nodes.length, 6);
});

check("input is typed in place of the run's, and a target and parameters with it", {}, async ({ page, server }) => {
  await open({ page, server }, "Typed input", { isRun: false });
  await node(page, "say").click();
  await page.getByRole("tab", { name: "Input" }).click();
  await page.getByTestId("test-variables").fill('{"disk": {"mount": "/typed"}}');
  await page.getByTestId("field-host").fill("db-1");
  const sent = page.waitForRequest((request) => request.url().endsWith("/flows/test-node") && !request.postDataJSON().dry);
  await page.getByTestId("test-run").click();
  await page.getByTestId("test-output").getByText("/typed").waitFor();
  assert.equal((await sent).postDataJSON().parameters.host, "db-1");
});

check("a node is read and changed as JSON, and half a text changes nothing", {}, async ({ page, server }) => {
  await open({ page, server }, "Raw node", { isRun: false });
  await node(page, "say").click();
  await page.getByRole("radiogroup", { name: "View" }).getByText("JSON").click();
  const json = page.getByTestId("node-json");
  await json.fill('{"type": "shell.command", "x": 1060, "y": 60, "config": {"command": "echo ');
  await page.getByText("This is not JSON yet.").waitFor();
  await json.fill('{"type": "shell.command", "x": 1060, "y": 60, "config": {"command": "uptime"}, "later": 1}');
  const { document } = await save(page);
  const changed = document.nodes.find((item) => item.id === "say");
  assert.deepEqual(changed, { id: "say", type: "shell.command", x: 1060, y: 60, config: { command: "uptime" }, later: 1 });
});

check("a problem leads to its field", {}, async ({ page, server }) => {
  await open({ page, server }, "Jump", { isRun: false });
  await node(page, "say").click();
  await fillField(page, "command", "echo {{ nobody }}");
  await page.getByTestId("problems-parameters").waitFor();
  await page.getByTestId("problems-button").click();
  await page.getByTestId("problem-row").filter({ hasText: "nobody" }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "field-command");
});

for (const colorScheme of ["light", "dark"]) {
  check(`every tab can be used by everybody, ${colorScheme}`, { colorScheme }, async ({ page, server }) => {
    await open({ page, server }, `Tabs ${colorScheme}`);
    await node(page, "all").click();
    for (const tab of ["Parameters", "Input", "Output", "Settings", "Docs", "History"]) {
      await page.getByRole("tab", { name: tab }).click();
      await page.getByRole("tab", { name: tab, selected: true }).waitFor();
      assert.deepEqual(await axe(page, '[data-testid="inspector"]'), [], tab);
      await shoot(page, `inspector-${tab.toLowerCase()}-${colorScheme}`);
    }
    await node(page, "say").click();
    await page.getByRole("tab", { name: "Parameters" }).click();
    await page.getByTestId("field-command-open").click();
    await page.getByTestId("expression-result").waitFor();
    assert.deepEqual(await axe(page, '[role="dialog"]'), []);
    await shoot(page, `inspector-large-${colorScheme}`);
  });
}
