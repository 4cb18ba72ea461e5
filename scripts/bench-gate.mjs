// `npm run bench:gate`: what judging a change costs beside applying it unjudged, on small and large boards. Nothing here passes or fails.
import { cpus } from "node:os";
import { load } from "./lib/bundle.mjs";

console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const { main } = await load("test/bench/gate.ts");
main();
