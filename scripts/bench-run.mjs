// `npm run bench:run [edits]`: from an edit to its figures on eight screens, on every template. Nothing here passes or fails.
import { cpus } from "node:os";
import { resolve } from "node:path";
import { load } from "./lib/bundle.mjs";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const { main } = await load("test/bench/run.ts");
await main();
process.exit(0);
