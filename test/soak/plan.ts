import * as prng from "lib0/prng";

/** Writing goes on for at most this long before the server is killed, ms. */
const LONGEST_MS = 600;
/** After a burst, which makes every board's log due to be compacted: compacting takes less than this, ms. */
const COMPACTING_MS = 120;
/** A start takes about this long, ms. */
const START_MS = 450;

export interface Round {
  /** When the server is killed: while people write, while it compacts, or while it starts. */
  kind: "writing" | "compacting" | "starting";
  /** From the moment the writing, the burst or the start has begun, ms. */
  killAfterMs: number;
  /** What the round's edits are drawn from. */
  random: prng.PRNG;
}

/** What round `number` of a seed does. Each round has its own generator, so that one can be looked at without those before it. */
export function roundOf(seed: number, number: number): Round {
  const random = prng.create(seed * 1_000_003 + number);
  const dice = prng.int32(random, 0, 99);
  const kind = dice < 15 ? "starting" : dice < 35 ? "compacting" : "writing";
  const longest = { writing: LONGEST_MS, compacting: COMPACTING_MS, starting: START_MS }[kind];
  return { kind, killAfterMs: prng.int32(random, 0, longest), random };
}
