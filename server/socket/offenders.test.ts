import { describe, expect, test } from "vitest";
import { Offenders } from "./offenders";

describe("G28 sockets of one address that have to be closed count as one", () => {
  test("however many attack, forty a second are let in from there, after a hundred", () => {
    const offenders = new Offenders();
    let visits = 0;
    for (let now = 0; now < 60_000; now++)
      if (!offenders.isBarred("there", now)) {
        offenders.note("there", now);
        visits++;
      }
    expect(visits).toBeGreaterThan(2400);
    expect(visits).toBeLessThanOrEqual(2400 + 102);
    expect(offenders.isBarred("here", 60_000)).toBe(false);
    // A burst of as many as an address may have takes the time that it costs, and no more.
    for (let n = 0; n < 1500; n++) offenders.note("crowd", 0);
    expect(offenders.isBarred("crowd", 34_000)).toBe(true);
    expect(offenders.isBarred("crowd", 36_000)).toBe(false);
  });

  test("its memory is bounded, however many addresses there are", () => {
    const offenders = new Offenders();
    for (let n = 0; n < 30_000; n++) offenders.note(`address ${n}`, 0);
    expect((offenders as unknown as { rates: Map<string, unknown> }).rates.size).toBe(10_000);
  });
});
