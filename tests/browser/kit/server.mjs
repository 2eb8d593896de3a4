// The real server in a data folder of its own: start, stop, kill, start again.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { TIMEOUT, within } from "./wait.mjs";

const TOP = resolve(import.meta.dirname, "../../..");
export const PASSWORD = "correct-horse-battery";
export const EXAMPLES = ["disk-report", "hello"].map((name) => join(TOP, `flows/examples/${name}/flow.json`));

export async function startServer({ seeds = [] } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "opsconductor-browser-"));
  const server = new Server(dir, await freePort(), seeds);
  await server.start();
  return server;
}

class Server {
  constructor(dir, port, seeds) {
    this.dir = dir;
    this.workspace = join(dir, "workspace");
    this.port = port;
    this.seeds = seeds;
    this.url = `http://127.0.0.1:${port}`;
    this.process = null;
    this.output = "";
  }

  /** Comes back when the server has said that it is ready and answers. */
  async start() {
    const args = ["serve", "--local-commands", "--data-dir", this.dir, "--listen", `127.0.0.1:${this.port}`];
    for (const seed of this.seeds) args.push("--seed", seed);
    const env = { ...process.env, OPSCONDUCTOR_ADMIN_PASSWORD: PASSWORD };
    this.process = spawn(binary(), args, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((done) => this.process.once("exit", done));
    const ready = new Promise((done, fail) => {
      const read = (chunk) => {
        this.output += chunk;
        if (this.output.includes("is ready.")) done();
      };
      this.process.stdout.on("data", read);
      this.process.stderr.on("data", read);
      this.process.once("error", fail);
      this.process.once("exit", (code) => fail(new Error(`the server ended with ${code}:\n${this.output}`)));
    });
    this.output = "";
    await within(ready, () => `the server to be ready; it said:\n${this.output}`);
    const health = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!health.ok) throw new Error(`/health answered ${health.status}`);
  }

  /** One more person, with the password the command line gives. */
  async addUser(name, role = "operator") {
    const args = ["user", "add", name, "--role", role, "--data-dir", this.dir];
    const { stdout } = await promisify(execFile)(binary(), args, { timeout: TIMEOUT });
    return { name, password: /password\s+(\S+)/.exec(stdout)[1] };
  }

  /** Ends it at once, as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGTERM");
      await within(this.ended, () => "the server to stop").catch(() => this.kill());
    }
    await rm(this.dir, { recursive: true, force: true });
  }
}

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(TOP, "target");
  const path = process.env.OPSCONDUCTOR_BIN ?? join(target, "debug/opsconductor");
  if (existsSync(path)) return path;
  throw new Error(`There is no server at ${path}. Build it with "cargo build -p server", or name it in OPSCONDUCTOR_BIN.`);
}

async function freePort() {
  const probe = createServer();
  await new Promise((done, fail) => probe.once("error", fail).listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}
