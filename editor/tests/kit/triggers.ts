// Two made-up node types that start runs by themselves: by a time table, and by calls to an address.
import type { Descriptor } from "../../src/core/descriptor";
import type { Trigger } from "../../src/core/triggers";
import { catalog } from "./catalog";

const begin = catalog.get("t.begin") as Descriptor;

export const clock: Descriptor = {
  ...begin,
  type: "t.clock",
  name: "clock",
  defaults: {},
  schema: {
    type: "object",
    properties: {
      cron: { type: "string", "x-ui": { widget: "cron" } },
      timezone: { type: "string", default: "UTC", "x-ui": { widget: "timezone" } },
    },
    required: ["cron"],
  },
};

export const hook: Descriptor = {
  ...begin,
  type: "t.hook",
  name: "hook",
  defaults: {},
  schema: {
    type: "object",
    properties: {
      path: { type: "string", "x-ui": { widget: "hook" } },
      auth: { type: "string", enum: ["token", "signature", "none"], default: "token" },
    },
    required: ["path"],
  },
};

export const daily: Trigger = {
  flow_id: "f",
  flow_name: "Sample",
  is_active: true,
  node: "daily",
  kind: "schedule",
  summary: "0 6 * * * (Europe/Berlin)",
  next_at: null,
  last_at: null,
  last_run: null,
  last_outcome: null,
  last_error: null,
  address: null,
  auth: null,
  has_secret: false,
};

export const orders: Trigger = {
  ...daily,
  node: "orders",
  kind: "webhook",
  summary: "POST /hooks/orders",
  address: "https://host/hooks/orders",
  auth: "token",
};
