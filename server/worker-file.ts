import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Worker threads beside main.js in the built server, by the path of their source. */
export type WorkerName =
  | "store/sqlite-worker"
  | "runs/run-worker"
  | "sights/sight-worker"
  | "imports/import-worker";

const bundled = new Map<WorkerName, string>();

/**
 * The file to start a worker thread from. The built server has it beside itself; when the sources run as they are (tests), a thread can't load
 * TypeScript, so it is bundled first.
 */
export function workerFile(name: WorkerName): string {
  const here = fileURLToPath(import.meta.url);
  const base = path.basename(name);
  if (!here.endsWith(".ts")) return path.join(path.dirname(here), `${base}.js`);
  const known = bundled.get(name);
  if (known !== undefined) return known;
  const root = path.resolve(path.dirname(here), "..");
  const outfile = path.join(root, "node_modules", ".cache", "carveout", `${base}-${process.pid}.mjs`);
  const require = createRequire(import.meta.url);
  const { dependencies } = require("../package.json") as { dependencies: Record<string, string> };
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  buildSync({
    entryPoints: [path.join(root, "server", `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: Object.keys(dependencies),
  });
  bundled.set(name, outfile);
  return outfile;
}
