/** Exit status of `carveout`, as scripts may rely on it. */
export const Exit = {
  Ok: 0,
  /** It ran, and what it found is not what was asked for: an infeasible input, an expectation not met. */
  NotMet: 1,
  /** It could not run: a file that is missing or not understood, an unknown option. */
  BadInput: 2,
} as const;

/** Input that can't be used. The sentence names the file and, where there is one, the line. */
export class BadInput extends Error {}

export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Shows how far a long task is, 0 to 1. */
  progress?(share: number): void;
}
