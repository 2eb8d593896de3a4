// The server's API, for preparing a test and for looking behind the page.
import assert from "node:assert/strict";
import { PASSWORD } from "./server.mjs";

export async function openApi(server) {
  const login = await request(server, "/auth/login", { body: { username: "admin", password: PASSWORD } });
  const headers = { authorization: `Bearer ${login.json.access_token}` };
  const call = (path, options = {}) => request(server, path, { ...options, headers: { ...headers, ...options.headers } });
  return {
    call,
    get: async (path) => (await call(path)).json,
    /** The stored document as text, byte by byte. */
    documentText: async (flow) => JSON.stringify((await call(`/flows/${flow}`)).json.document),
    createFlow: async (document) => (await call("/flows", { body: { document } })).json,
    startRun: async (flow, parameters = {}) =>
      (await call(`/flows/${flow}/run`, { body: { parameters } })).json.run_id,
    flowNamed: async (name) => {
      const { json } = await call(`/flows?search=${encodeURIComponent(name)}`);
      return json.items.find((item) => item.name === name);
    },
  };
}

async function request(server, path, { method, body, headers } = {}) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${path} answered ${response.status}: ${text}`);
  return { status: response.status, json: text ? JSON.parse(text) : null };
}
