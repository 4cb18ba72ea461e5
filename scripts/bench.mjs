// `npm run bench`: figures side by side with a peer in one run. Nothing here passes or fails.
import { cpus } from "node:os";
import { resolve } from "node:path";
import { load } from "./lib/bundle.mjs";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const { main } = await load("test/bench/edit-to-observer.ts");
await main();
process.exit(0);
