// A stored target, and keys by which it shows that it is itself.
import type { HostKey, Target } from "../../src/core/targets";

export const machine: Target = {
  id: "t1",
  name: "web-1",
  hostname: "web-1.example.com",
  ip_address: "",
  description: "",
  os_type: "linux",
  os_version: "",
  environment: "production",
  status: "active",
  protocol: "ssh",
  port: 2222,
  host_key_check: "strict",
  connect_timeout: 20,
  credential: { id: "c1", name: "shop" },
  tags: ["nginx"],
  groups: [{ id: "g1", name: "web" }],
  depends_on: [{ id: "t2", name: "db-1" }],
  metadata: { rack: "B4" },
  revision: 5,
  created_by: "ann",
  created_at: "2026-01-01T00:00:00Z",
  updated_by: "ann",
  updated_at: "2026-01-01T00:00:00Z",
  last_test: null,
};

export function hostKey(id: string, state: HostKey["state"], rest: Partial<HostKey> = {}): HostKey {
  return {
    id,
    algorithm: "ssh-ed25519",
    fingerprint: `SHA256:${id}`,
    state,
    first_seen_at: "2026-01-01T00:00:00Z",
    last_seen_at: "2026-01-02T00:00:00Z",
    trusted_by: null,
    trusted_at: null,
    ...rest,
  };
}
