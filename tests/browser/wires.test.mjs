// Wires that bend in a junction, and wires that are drawn as links.
import assert from "node:assert/strict";
import { centre, login, openFlow, port, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

function flowNamed(name) {
  const set = (id, x, y) => ({ id, type: "flow.set_variable", name: id, x, y, config: { variables: { [id]: 1 } } });
  return {
    format: "opsconductor.flow/1",
    name,
    nodes: [set("first", 60, 120), set("second", 520, 120), set("third", 900, 320)],
    wires: [
      { id: "w1", source: "first", target: "second" },
      { id: "w2", source: "second", target: "third" },
    ],
  };
}

async function open({ page, server }, name) {
  const api = await openApi(server);
  const flow = await api.createFlow(flowNamed(name));
  await login(page, server);
  await openFlow(page, server, flow.id);
  return { api, flow };
}

/** A point of the wire, not in its middle, where the + is. */
async function pointOf(page, from, to) {
  const [start, end] = [await centre(port(page, from, "output")), await centre(port(page, to, "in"))];
  return { x: start.x + (end.x - start.x) / 4, y: start.y };
}

check("a junction goes into the wire under the pointer, and the run goes through it", {}, async ({ page, server }) => {
  const { api, flow } = await open({ page, server }, "Junction");
  const { x, y } = await pointOf(page, "first", "second");
  await page.mouse.move(x, y);
  await page.keyboard.press("j");
  const dot = page.locator('.react-flow__node [data-shape="junction"], .react-flow__node[data-shape="junction"]');
  await dot.first().waitFor();
  const { document } = await save(page);
  const junction = document.nodes.find((item) => item.type === "flow.junction");
  assert.deepEqual(
    document.wires.map(({ source, target }) => [source, target]).sort(),
    [["first", junction.id], [junction.id, "second"], ["second", "third"]].sort(),
  );
  await shoot(page, "wires-junction-light");
  const run = await api.startRun(flow.id);
  await until(async () => (await api.get(`/runs/${run}`)).status === "completed");
});

check("a wire becomes a link and a line again", { colorScheme: "dark" }, async ({ page, server }) => {
  await open({ page, server }, "Link");
  const { x, y } = await pointOf(page, "first", "second");
  await page.mouse.click(x, y);
  await page.keyboard.press("Shift+L");
  const near = page.getByTestId("link-w1-source");
  await near.waitFor();
  await page.getByTestId("link-w1-target").waitFor();
  await shows(() => near.getAttribute("aria-label"), "Link “second” to second");
  await shoot(page, "wires-link-dark");
  assert.deepEqual(await axe(page, '[data-testid="canvas"]'), []);
  const { document } = await save(page);
  assert.equal(document.wires.find((wire) => wire.id === "w1").link, "second");
  await near.click();
  await page.keyboard.press("Control+Shift+L");
  await near.waitFor({ state: "detached" });
});
