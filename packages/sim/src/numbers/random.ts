/**
 * Seeded random numbers: xoshiro128** with its state filled by a splitmix of 32 bits.
 * Source: D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators (2018).
 */

const TWO_POW_32 = 4294967296;

function rotateLeft(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** The generator on a state of four words, not all zero. */
export function xoshiro128StarStar(state: Uint32Array): () => number {
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

export class Random {
  /** Uniform integer, 0 to 2^32 - 1. */
  readonly uint32: () => number;

  /**
   * @param seed 32-bit unsigned
   * @param stream which of the seed's sequences, 0 and up
   */
  constructor(seed: number, stream: number) {
    const mix = splitmix32(seed ^ splitmix32(stream)());
    // The last word is made odd: a state of zeroes would stay there.
    this.uint32 = xoshiro128StarStar(Uint32Array.of(mix(), mix(), mix(), mix() | 1));
  }

  /** Uniform in the open interval (0, 1): 52 random bits and a half. */
  unit(): number {
    const high = this.uint32() >>> 6;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low + 0.5) / (TWO_POW_32 * 1048576);
  }
}
