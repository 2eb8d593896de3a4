// A pretended run: the page gets a live channel that changes the states of five nodes in every frame.

export const RUN = "perf-run";

export async function pretendRun(page, document) {
  await page.route(`**/api/v1/runs/${RUN}`, (route) => route.fulfill({ json: runOf(document) }));
  await page.route(`**/api/v1/runs/${RUN}/**`, (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
  await page.route(`**/api/v1/runs/${RUN}/debug`, (route) => route.fulfill({ json: { breakpoints: [], paused: null } }));
  await page.addInitScript(pretendSocket, { topic: `run:${RUN}`, ids: document.nodes.map((node) => node.id) });
}

function runOf(document) {
  const nodes = Object.fromEntries(document.nodes.map((node) => [node.id, { status: "pending", count: 0 }]));
  return {
    id: RUN,
    flow_id: null,
    flow_name: document.name,
    flow_version: 1,
    status: "running",
    trigger: "manual",
    created_at: "2026-01-01T00:00:00Z",
    parameters: {},
    result: null,
    document,
    nodes,
  };
}

function pretendSocket({ topic, ids }) {
  const statuses = ["running", "completed", "failed", "running", "completed"];
  window.liveFrames = 0;
  window.WebSocket = class {
    constructor() {
      this.seq = 0;
      setTimeout(() => this.onopen?.(), 0);
    }
    send(text) {
      const message = JSON.parse(text);
      if (message.type === "auth") this.say({ type: "ready" });
      if (message.type === "subscribe" && message.topic === topic) this.start();
    }
    say(message) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
    start() {
      const nodes = Object.fromEntries(ids.map((id) => [id, { status: "pending", count: 0 }]));
      this.say({ type: "snapshot", topic, epoch: "e", seq: 0, data: { status: "running", nodes } });
      const frame = () => {
        if (window.isLive) this.change();
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }
    change() {
      window.liveFrames += 1;
      for (let index = 0; index < 5; index += 1) {
        this.seq += 1;
        // Half of the changes are within sight, as in a run that is watched.
        const node = ids[index % 2 === 0 ? this.seq % 200 : this.seq % ids.length];
        const status = statuses[(this.seq * 7 + index) % statuses.length];
        const event = { kind: "node", node, state: { status, count: this.seq % 50 } };
        this.say({ type: "event", topic, epoch: "e", seq: this.seq, event });
      }
    }
    close() {}
  };
}
