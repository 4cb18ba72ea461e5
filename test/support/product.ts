import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = process.cwd();

/** The built product in a process of its own, as `npm start` runs it, on a free port with a data folder of its own. */
export class Product {
  private child: ChildProcess | undefined;
  private log = "";
  private isEnding = false;

  private constructor(
    readonly port: number,
    readonly data: string,
  ) {}

  /** The address with the owner's token, as it is printed. */
  address = "";

  get token(): string {
    return new URL(this.address).searchParams.get("token") ?? "";
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  static async start(): Promise<Product> {
    const product = new Product(await freePort(), await mkdtemp(join(tmpdir(), "carveout-")));
    await product.run();
    return product;
  }

  /** Starts the server (again) on the same port and data; resolves when it has printed its address. */
  async run(): Promise<void> {
    this.isEnding = false;
    const child = spawn(process.execPath, [resolve(ROOT, "dist/server/main.js")], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: "production", PORT: String(this.port), CARVEOUT_DATA: this.data },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    this.address = await new Promise<string>((done, fail) => {
      const read = (chunk: Buffer) => {
        this.log += chunk.toString();
        const found = /http:\/\/\S+\?token=\S+/.exec(this.log);
        if (found) done(found[0]);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      child.on("exit", (code) =>
        fail(new Error(`The server ended with ${code} before it was ready:\n${this.log}`)),
      );
    });
    this.log = "";
    child.once("exit", (code, signal) => {
      if (!this.isEnding)
        console.error(`The server ended with ${code ?? signal}, which nobody asked for:\n${this.log}`);
    });
  }

  /** No warning, no chance to write anything: as a power cut would. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
    await rm(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    this.isEnding = true;
    child.kill(signal);
    await gone;
  }

  /** A REST call with the instance's token. Throws with the server's own sentence. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  async createBoard(body: { template?: string; title?: string } = { template: "kmsan" }): Promise<Board> {
    return this.api<Board>("POST", "/api/boards", body);
  }
}

export interface Board {
  id: string;
  /** Absolute addresses with their token. */
  links: Record<"owner" | "editor" | "commenter" | "viewer", string>;
}

export function tokenOf(link: string): string {
  return new URL(link).searchParams.get("token") ?? "";
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? done(address.port) : fail(new Error("No port.")),
      );
    });
  });
}
