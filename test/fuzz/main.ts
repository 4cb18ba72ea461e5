import { convergence } from "./convergence";
import { origins } from "./origins";
import { siege } from "./siege";
import { sockets } from "./sockets";

/** Of a siege: often enough to see whether memory grows, and to let everybody into a board who wants to in a million frames. */
const PARTS = 20;

/** The long forms by name: what is played in one round, and what comes of all of them. */
const FUZZERS: Record<string, (seed: number, rounds: number) => Promise<boolean>> = {
  origins: (seed, rounds) => games(seed, rounds, origins),
  convergence: (seed, rounds) => games(seed, rounds, convergence),
  sockets: (seed, rounds) => games(seed, rounds, sockets),
  async frames(seed, rounds) {
    const figures = await siege(rounds, seed, PARTS, (part) => console.log(JSON.stringify(part)));
    console.log(figures);
    return figures.problems.length === 0;
  },
};

/** True if everything held. */
export async function main(name: string, seed: number, rounds: number): Promise<boolean> {
  const fuzzer = FUZZERS[name];
  if (fuzzer === undefined)
    throw new Error(`There is no fuzzer "${name}": ${Object.keys(FUZZERS).join(", ")}.`);
  return fuzzer(seed, rounds);
}

/** One game a seed, from `first` on; prints the sums, and each seed that failed. */
async function games<Outcome extends object>(
  first: number,
  rounds: number,
  play: (seed: number) => Outcome | Promise<Outcome>,
): Promise<boolean> {
  const sums: Record<string, number> = {};
  const failed: number[] = [];
  for (let seed = first; seed < first + rounds; seed++)
    try {
      for (const [key, value] of Object.entries(await play(seed)))
        sums[key] = (sums[key] ?? 0) + Number(value);
    } catch (error) {
      failed.push(seed);
      console.log(`seed ${seed}: ${(error as Error).message}`);
    }
  console.log({ games: rounds, from: first, ...sums, failed });
  return failed.length === 0;
}
