import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { build } from "esbuild";

/** Tests and scripts run in the checkout's top folder. */
const ROOT = process.cwd();

/** A script of ours as a process of its own, with its worker threads, that can be started and killed again and again. */
export class Killable {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly script: string,
    private readonly folder: string,
  ) {}

  /** Bundles the script; `source` is a path from the top folder. */
  static async of(source: string): Promise<Killable> {
    const name = path.basename(source, ".ts");
    const folder = path.join(ROOT, "dist", `${name}-${process.pid}`);
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      dependencies: object;
    };
    await build({
      absWorkingDir: ROOT,
      entryPoints: [source, "server/store/sqlite-worker.ts", "server/runs/run-worker.ts"],
      outdir: folder,
      entryNames: "[name]",
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      external: Object.keys(dependencies),
    });
    return new Killable(path.join(folder, `${name}.js`), folder);
  }

  /** Starts it; what it prints comes line by line. With `shell` its command goes through these words first, such as a limit. */
  start(args: string[], shell: readonly string[] = []): Interface {
    const [command = "", ...rest] = [...shell, process.execPath, this.script, ...args];
    const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
    this.child = child;
    return createInterface(child.stdout);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Resolves once it is gone; what it had sent before may still be on its way. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** Asks it to end, and resolves with its exit status; null if a signal ended it. */
  async end(): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (child === null) throw new Error("It is not running.");
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The first line; fails if there is none. */
export async function firstLine(lines: Interface): Promise<string> {
  for await (const line of lines) return line;
  throw new Error("The process ended before it said anything.");
}
