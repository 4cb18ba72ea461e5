import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NamespaceLayout } from "./namespace";
import { pfnMap } from "./pfn-map";
import type { PfnRun } from "./vmemmap";
import { type PfnCheck, type WalkRange, type WalkRules, walk } from "./walk";

/** Only what a walk asks of a layout. */
const layout = (basePfn: number, endPfn: number, reservePages: number) =>
  ({ basePfn, endPfn, altmap: { reservePages, freePages: 0 } }) as NamespaceLayout;

const rules = (check: PfnCheck, over: Partial<WalkRules> = {}): WalkRules => ({
  check,
  tellsDeviceInOnlineSection: true,
  isPoisoned: true,
  ...over,
});

describe("M-5 pfns [0x23fffe, 0x240004), RAM up to 0x240000 and the namespace of S-F1 behind it", () => {
  const map = pfnMap([{ startPfn: 0, endPfn: 0x240000 }], [layout(0x240000, 0x340000, 2)], false);
  const range: WalkRange = { startPfn: 0x23fffe, endPfn: 0x240004, step: 1 };

  test("5.3, pfn_valid(): two pages of RAM, then 0x240000 is all ones", () =>
    expect(walk(map, range, rules("pfn-valid"))).toMatchObject({
      walked: 3,
      noPage: 0,
      firstPfn: 0x240000,
      firstNamespace: 0,
      isStopped: true,
    }));

  test("0x240002 and 0x240003 read fine", () =>
    expect(walk(map, { ...range, startPfn: 0x240002 }, rules("pfn-valid"))).toMatchObject({
      walked: 2,
      firstPfn: -1,
    }));

  test("5.4, pfn_to_online_page(): NOPAGE for all four", () =>
    expect(walk(map, range, rules("online"))).toMatchObject({ walked: 6, noPage: 4, firstPfn: -1 }));

  test("without DEBUG_VM two reads are undefined and the walk goes on", () =>
    expect(walk(map, range, rules("pfn-valid", { isPoisoned: false }))).toMatchObject({
      walked: 6,
      uninitialisedReads: 2,
      isStopped: false,
    }));

  test("a bit for each sub-section: NOPAGE for two, which are looked up, and once more for all behind them", () =>
    expect(walk(map, range, rules("device-bit"))).toMatchObject({ noPage: 2, lookups: 3, firstPfn: -1 }));

  test("asking the altmap: RESERVED for two, a look-up for all six", () =>
    expect(walk(map, range, rules("altmap"))).toMatchObject({ reserved: 2, lookups: 6, firstPfn: -1 }));
});

test("FD-11 a namespace in an online section passes for online before 5.12", () => {
  const map = pfnMap([{ startPfn: 0, endPfn: 0x8000 }], [layout(0x4000, 0xc000, 2)], false);
  const range = { startPfn: 0x3fff, endPfn: 0xc000, step: 1 };
  expect(walk(map, range, rules("online", { tellsDeviceInOnlineSection: false }))).toMatchObject({
    walked: 2,
    firstPfn: 0x4000,
  });
  expect(walk(map, range, rules("online"))).toMatchObject({ walked: 0x8001, noPage: 0x8000, firstPfn: -1 });
});

/** One pfn after the other. */
function slowly(ram: PfnRun[], layouts: NamespaceLayout[], range: WalkRange, how: WalkRules, isAll: boolean) {
  const seen = { walked: 0, noPage: 0, reserved: 0, lookups: 0, uninitialisedReads: 0, firstPfn: -1 };
  /** The namespace whose pages are known to be good from here to its end. */
  let known: NamespaceLayout | undefined;
  for (let pfn = range.startPfn; pfn < range.endPfn; pfn += range.step) {
    seen.walked++;
    const isRam = ram.some((run) => run.startPfn <= pfn && pfn < run.endPfn);
    const device = layouts.find((one) => one.basePfn <= pfn && pfn < one.endPfn);
    const isWritten =
      isAll || device === undefined || pfn >= device.basePfn + (device.altmap?.reservePages ?? 0);
    const isOnline = isRam && (device === undefined || !how.tellsDeviceInOnlineSection);
    if (how.check === "device-bit" && !isOnline && device !== undefined) {
      if (device !== known) seen.lookups++;
      if (isWritten) known = device;
      else seen.noPage++;
      continue;
    }
    known = undefined;
    if (
      (!isRam && device === undefined) ||
      (how.check !== "pfn-valid" && how.check !== "altmap" && !isOnline)
    ) {
      seen.noPage++;
      continue;
    }
    if (how.check === "altmap") seen.lookups++;
    if (isWritten) continue;
    if (how.check === "altmap") {
      seen.reserved++;
      continue;
    }
    seen.uninitialisedReads++;
    if (seen.firstPfn < 0) seen.firstPfn = pfn;
    if (how.isPoisoned) break;
  }
  return seen;
}

const anyCase = fc
  .record({
    edges: fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 8, maxLength: 8 }),
    reserve: fc.integer({ min: 0, max: 20 }),
    start: fc.integer({ min: 0, max: 300 }),
    length: fc.integer({ min: 0, max: 300 }),
    step: fc.integer({ min: 1, max: 40 }),
    check: fc.constantFrom<PfnCheck>("pfn-valid", "online", "altmap", "device-bit"),
    tellsDeviceInOnlineSection: fc.boolean(),
    isPoisoned: fc.boolean(),
    isAll: fc.boolean(),
  })
  .map(({ edges, reserve, start, length, step, isAll, ...how }) => {
    const at = edges.sort((a, b) => a - b) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // The first namespace may lie in the first run of RAM, the second lies behind it.
    return {
      ram: [
        { startPfn: at[0], endPfn: at[3] },
        { startPfn: at[5], endPfn: at[6] },
      ],
      layouts: [layout(at[1], at[2], Math.min(reserve, at[2] - at[1])), layout(at[4], at[7], 1)],
      range: { startPfn: start, endPfn: start + length, step },
      how,
      isAll,
    };
  });

test("a walk by stretches is a walk by pfns", () =>
  fc.assert(
    fc.property(anyCase, ({ ram, layouts, range, how, isAll }) => {
      expect(walk(pfnMap(ram, layouts, isAll), range, how)).toMatchObject(
        slowly(ram, layouts, range, how, isAll),
      );
    }),
    { numRuns: 2000 },
  ));

test("I-F5 who asks the altmap, or for online pages since 5.12, with a bit for devices or without, or finds all initialised, never reads what nobody wrote", () =>
  fc.assert(
    fc.property(anyCase, ({ ram, layouts, range, how, isAll }) => {
      fc.pre(
        isAll || how.check === "altmap" || (how.check !== "pfn-valid" && how.tellsDeviceInOnlineSection),
      );
      expect(walk(pfnMap(ram, layouts, isAll), range, how).uninitialisedReads).toBe(0);
    }),
    { numRuns: 1000 },
  ));
