// `npm run fuzz -- origins|convergence|sockets|frames [--seed N] [--rounds N]`: the long forms of test/fuzz. Ends with status 1 if anything did not hold.
import { parseArgs } from "node:util";
import { load } from "./lib/bundle.mjs";

/** Games, or frames. */
const ROUNDS = { origins: 10_000, convergence: 50, sockets: 50, frames: 1_000_000 };
const {
  values,
  positionals: [name = "convergence"],
} = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, rounds: { type: "string" } },
});
const { main } = await load("test/fuzz/main.ts");
const held = await main(name, Number(values.seed), Number(values.rounds ?? ROUNDS[name]));
process.exit(held ? 0 : 1);
