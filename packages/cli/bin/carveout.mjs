#!/usr/bin/env node
import { load } from "../../../scripts/lib/bundle.mjs";

const { main } = await load("packages/cli/src/main.ts", "packages/cli/src/replay/scan-worker.ts");
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY
    ? (share) => process.stderr.write(`\r${Math.floor(100 * share)} %\r`)
    : undefined,
});
