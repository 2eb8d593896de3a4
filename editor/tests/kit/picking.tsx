// Machines and credentials that a pretended server knows, and the application's own fields for choosing them.
import type { ReactNode } from "react";
import { pickers } from "../../src/app/pickers";
import { PickersContext } from "../../src/ui/pick/pickers";

const MACHINES = [
  { id: "t1", name: "web-1", hostname: "web-1.example.org", os_type: "linux", status: "active" },
  { id: "t2", name: "web-2", hostname: "web-2.example.org", os_type: "linux", status: "active" },
  { id: "t3", name: "desk", hostname: "desk.example.org", os_type: "windows", status: "active" },
];

const machinesOf: { readonly [selector: string]: readonly string[] } = {
  "group:web": ["web-1", "web-2"],
  "tag:far": [],
};

/** Which machines selectors mean, as the server says it. */
function match(selectors: readonly string[]) {
  const names = selectors.flatMap((one) => machinesOf[one] ?? [one]);
  const targets = MACHINES.filter(({ name }) => names.includes(name));
  const isKnown = (one: string) => one in machinesOf || MACHINES.some(({ name }) => name === one);
  return { targets, total: targets.length, unknown: selectors.filter((one) => !isKnown(one)) };
}

export const knownPlaces = {
  "GET /targets": (path: string) => {
    const text = new URLSearchParams(path.split("?")[1]).get("q") ?? "";
    return Response.json({ items: MACHINES.filter(({ name }) => name.includes(text)), next_cursor: null });
  },
  "GET /targets/facets": {
    group: [{ id: "g", name: "web", count: 2 }],
    tag: [{ value: "far", count: 0 }],
  },
  "POST /targets/match": (_path: string, body: { selectors: string[] }) =>
    Response.json(match(body.selectors)),
  "GET /credentials/names": {
    items: [
      { id: "c1", name: "root", type: "ssh_password" },
      { id: "c2", name: "shop", type: "api_key" },
    ],
  },
};

export const withPickers = (children: ReactNode) => (
  <PickersContext value={pickers}>{children}</PickersContext>
);
