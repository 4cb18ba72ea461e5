import { describe, expect, test } from "vitest";
import { Pace } from "./pace";

describe("pace", () => {
  test("G28 a second of the server's time at once costs nothing, then a quarter of a processor is what there is", () => {
    const pace = new Pace();
    for (let i = 0; i < 10; i++) pace.spend(100, 0);
    expect(pace.delay(0)).toBe(0);
    pace.spend(100, 0);
    expect(pace.delay(0)).toBe(400);
    expect(pace.delay(400)).toBe(0);
    let read = 0;
    for (let now = 1000; now < 61_000; now += Math.max(100, pace.delay(now))) {
      pace.spend(100, now);
      read++;
    }
    expect(read * 100).toBeLessThan(60_000 * 0.25 + 2000);
  });

  test("G21 ten refusals in a minute are free, further ones slow down more and more, the fifty-first closes", () => {
    const pace = new Pace();
    let now = 0;
    const delays: number[] = [];
    while (pace.refuse(1, now)) {
      const delay = pace.delay(now);
      delays.push(delay);
      now += delay;
    }
    expect(delays.slice(0, 10)).toEqual(new Array(10).fill(0));
    expect(delays.slice(10, 13)).toEqual([25, 50, 75]);
    expect(delays).toHaveLength(50);
    expect(now).toBe((25 * 40 * 41) / 2);
  });

  test("G21 who is refused now and then never notices; a thousand refusals at once are too many", () => {
    const pace = new Pace();
    for (let now = 0; now < 3_600_000; now += 7000) {
      expect(pace.refuse(20, now)).toBe(true);
      expect(pace.delay(now)).toBe(0);
    }
    expect(new Pace().refuse(1000, 0)).toBe(true);
    expect(new Pace().refuse(1001, 0)).toBe(false);
  });
});
