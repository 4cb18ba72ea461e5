import * as prng from "lib0/prng";

/** What a fuzzer draws: the same seed gives the same game. */
export class Chance {
  private readonly generator: prng.PRNG;

  constructor(readonly seed: number) {
    this.generator = prng.create(seed);
  }

  /** 0 to max - 1. */
  below(max: number): number {
    return prng.int32(this.generator, 0, max - 1);
  }

  /** True so many times in a hundred. */
  percent(share: number): boolean {
    return prng.real53(this.generator) * 100 < share;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new RangeError("Nothing to pick from.");
    return one;
  }
}
