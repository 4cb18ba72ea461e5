// `npm run bench:sim`: the simulator's page allocator against a C twin that is compiled here. Nothing here passes or fails.
import { cpus } from "node:os";
import { resolve } from "node:path";
import { bundle, load } from "./lib/bundle.mjs";
import { ROOT } from "./lib/paths.mjs";

const outdir = resolve(ROOT, "node_modules/.cache/carveout");
await bundle(
  {
    "bench-sim-player": "test/bench/sim/player.ts",
    "bench-sim-strategy-run": "test/bench/sim/strategy-run.ts",
    "bench-sim-core": "packages/sim/src/index.ts",
    "bench-sim-scan-worker": "packages/cli/src/replay/scan-worker.ts",
  },
  outdir,
);
const { main } = await load("test/bench/sim/main.ts");
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
main(
  resolve(outdir, "bench-sim-player.js"),
  resolve(ROOT, "test/bench/sim/twin.c"),
  resolve(outdir, "bench-sim-strategy-run.js"),
  resolve(outdir, "bench-sim-core.js"),
);
