// `npm run bench:collab [rounds] [scenario ...]`: beside Hocuspocus, a y-websocket server and a bare relay. Nothing here passes or fails.
import { cpus } from "node:os";
import { resolve } from "node:path";
import { fileOf, load } from "./lib/bundle.mjs";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const LOAD = "test/bench/collab/load-process.ts";
const { main } = await load("test/bench/collab/main.ts", LOAD);
await main(fileOf(LOAD));
process.exit(0);
