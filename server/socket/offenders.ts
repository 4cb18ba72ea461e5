import { Rate } from "./rate";

/**
 * What a socket that was closed for what it sent costs its address: forty a second, some four milliseconds of the server each, are a sixth of a processor. No honest
 * client is ever closed so, but somebody who attacks comes back at once, and again with a second of the server's time ahead.
 */
const OFFENCE_MS = 25;
/** Of these ahead: a browser gone wrong in every tab of a class room keeps nobody out. */
const AHEAD = 100;
/** Addresses that are remembered, some hundred bytes each. The longest known go first. */
const MAX_REMEMBERED = 10_000;

/** Keeps addresses out for a while that sockets come from, one after the other, that have to be closed. All sockets of an address count as one. */
export class Offenders {
  private readonly rates = new Map<string, Rate>();

  /** A socket from there was closed for what it sent. */
  note(address: string, now: number): void {
    const rate = this.rates.get(address) ?? new Rate(AHEAD * OFFENCE_MS);
    this.rates.delete(address);
    this.rates.set(address, rate);
    rate.use(OFFENCE_MS, now);
    const [oldest] = this.rates.keys();
    if (this.rates.size > MAX_REMEMBERED && oldest !== undefined) this.rates.delete(oldest);
  }

  /** True if nobody from there gets a socket now. */
  isBarred(address: string, now: number): boolean {
    const rate = this.rates.get(address);
    return rate !== undefined && rate.wait(now) > 0;
  }
}
