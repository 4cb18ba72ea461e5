// `npm run soak -- [--rounds N] [--seed N]`: kills a server again and again under ten writers, and looks for what it lost. Ends with status 1 if anything is.
import { parseArgs } from "node:util";
import { load } from "./lib/bundle.mjs";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const { Soak } = await load("test/soak/soak.ts");
const soak = await Soak.of(seed);
try {
  const figures = await soak.run(rounds, (round, { acknowledged, lost }) => {
    if (round % 50 !== 0 && lost.length === 0) return;
    console.log(
      `round ${round}: ${JSON.stringify(acknowledged)} acknowledged, ${lost.length} lost or not valid`,
    );
    for (const what of lost) console.log(`  ${what}`);
    if (lost.length > 0) throw new Error(`Seed ${seed}, round ${round}.`);
  });
  console.log(`seed ${seed}: ${JSON.stringify(figures, null, 2)}`);
  process.exitCode = figures.lost.length === 0 ? 0 : 1;
} finally {
  await soak.remove();
}
process.exit();
