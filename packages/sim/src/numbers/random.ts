/**
 * Seeded random numbers: xoshiro128** with its state filled by a splitmix of 32 bits.
 * Source: D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators (2018).
 */

const TWO_POW_32 = 4294967296;

function rotateLeft(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/**
 * The generator on a state of four words, not all zero. A class with a method, not a function that closes over its state: there are a dozen
 * of them, and the engine inlines a method that they share, but no function that each has for itself.
 */
export class Xoshiro128StarStar {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(state: Uint32Array) {
    const [a = 0, b = 0, c = 0, d = 0] = new Int32Array(state);
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** Uniform integer, 0 to 2^32 - 1. */
  uint32(): number {
    const { a, b } = this;
    const c = this.c ^ a;
    const d = this.d ^ b;
    this.a = a ^ d;
    this.b = b ^ c;
    this.c = c ^ (b << 9);
    this.d = rotateLeft(d, 11);
    return Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  }
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

export class Random extends Xoshiro128StarStar {
  /**
   * @param seed 32-bit unsigned
   * @param stream which of the seed's sequences, 0 and up
   */
  constructor(seed: number, stream: number) {
    const mix = splitmix32(seed ^ splitmix32(stream)());
    // The last word is made odd: a state of zeroes would stay there.
    super(Uint32Array.of(mix(), mix(), mix(), mix() | 1));
  }

  /** Uniform in the open interval (0, 1): 52 random bits and a half. */
  unit(): number {
    const high = this.uint32() >>> 6;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low + 0.5) / (TWO_POW_32 * 1048576);
  }
}
