import { digestOf } from "./tokens";

/** Wrong tokens of one address in a window. One a second: nobody pastes that fast, and a tab that goes on trying an old cookie stays below it. */
const MAX_WRONG = 60;
const WINDOW_MS = 60_000;
/** Addresses and tokens that are remembered; some hundred bytes each. The longest known go first. */
const MAX_REMEMBERED = 10_000;

/** Too many wrong tokens came from an address. */
export class TooManyGuesses extends Error {
  readonly retryAfterS = WINDOW_MS / 1000;

  constructor() {
    super("Too many wrong tokens came from your address. Wait a minute, then open your link again.");
  }
}

/**
 * Slows down who tries tokens. From an address with too many wrong ones only those are looked at that were right before, so that colleagues behind the same
 * address go on.
 */
export class Guesses {
  private readonly wrong = new Map<string, { count: number; since: number }>();
  private readonly right = new Set<string>();

  /** Throws TooManyGuesses if this token is not to be looked at now. */
  check(address: string, token: string, now: number): void {
    const { count, since } = this.wrong.get(address) ?? { count: 0, since: now };
    if (count >= MAX_WRONG && now < since + WINDOW_MS && !this.right.has(digestOf(token)))
      throw new TooManyGuesses();
  }

  noteWrong(address: string, now: number): void {
    const known = this.wrong.get(address);
    const isFresh = known !== undefined && now < known.since + WINDOW_MS;
    this.wrong.delete(address);
    this.wrong.set(address, isFresh ? { ...known, count: known.count + 1 } : { count: 1, since: now });
    forgetOldest(this.wrong);
  }

  noteRight(token: string): void {
    this.right.add(digestOf(token));
    forgetOldest(this.right);
  }
}

function forgetOldest(known: Map<string, unknown> | Set<string>): void {
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
}
