/** No text brings anything out of the readers but facts or a typed error. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  FormatError,
  ImportError,
  importProfile,
  MAX_TEXT_LENGTH,
  readBuddyinfo,
  readDmesg,
  readIomem,
  readMeminfo,
  readPagetypeinfo,
  readVmstat,
  readZoneinfo,
  recognise,
} from "./index";
import { fixtureFiles } from "./test/boots";
import { failureOf } from "./test/failure";

const READERS = {
  readIomem,
  readZoneinfo,
  readMeminfo,
  readDmesg,
  readBuddyinfo,
  readPagetypeinfo,
  readVmstat,
  recognise: (text: string) => recognise("x", text),
};

/** Runs it and lets typed errors pass; any other fails the test. A sentence is never empty. */
function survive(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof ImportError)) throw error;
    expect(error.sentence).toMatch(/\.$/);
  }
}

const LINES = [
  ...fixtureFiles("kmsan-2g"),
  ...fixtureFiles("kmsan-2g", ["buddyinfo.txt", "pagetypeinfo.txt", "vmstat.txt"]),
].flatMap((file) => file.text.split("\n"));
const NUMBER = /(0x)?[0-9a-f]{4,16}/g;
const extreme = fc.constantFrom(
  "0",
  "1",
  "7fffffffffffffff",
  "ffffffffffffffff",
  "9007199254740992",
  "0x20000000000000",
  "",
);

/** Real lines in any order, some with numbers made extreme, some cut, some random. */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...LINES), extreme).map(([text, to]) => text.replace(NUMBER, to)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...LINES), fc.nat(80)).map(([text, cut]) => text.slice(cut)),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);
const scrambled = fc.array(line, { maxLength: 60 }).map((lines) => lines.join("\n"));

describe.each(Object.entries(READERS))("%s", (_, read) => {
  test("any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => survive(() => read(text))),
    );
  });

  test("real lines, scrambled and damaged", () => {
    fc.assert(
      fc.property(scrambled, (text) => survive(() => read(text))),
      { numRuns: 300 },
    );
  });

  test("more than 16 Mi characters, and millions of empty lines", () => {
    const { sentence } = failureOf(() => read("x".repeat(MAX_TEXT_LENGTH + 1)), FormatError);
    expect(sentence).toContain("16,777,217 characters");
    expect(failureOf(() => read("\n".repeat(MAX_TEXT_LENGTH)), FormatError).sentence).toContain(
      "500,000 lines",
    );
  });
});

test("importProfile: damaged files give a profile of safe, plausible numbers or a typed error", () => {
  const damaged = fc.tuple(
    fc.array(fc.tuple(fc.nat(LINES.length), extreme), { maxLength: 12 }),
    fc.subarray([0, 1, 2, 3]),
  );
  fc.assert(
    fc.property(damaged, ([damages, kept]) => {
      const files = fixtureFiles("kmsan-2g").filter((_, i) => kept.includes(i));
      const hurt = files.map(({ name, text }) => {
        const lines = text.split("\n");
        for (const [at, to] of damages) {
          const index = at % lines.length;
          lines[index] = (lines[index] ?? "").replace(NUMBER, to);
        }
        return { name, text: lines.join("\n") };
      });
      survive(() => {
        const { machine } = importProfile(hurt);
        for (const { baseBytes, sizeBytes } of [...machine.banks, ...machine.reserved]) {
          expect(Number.isSafeInteger(baseBytes) && baseBytes >= 0).toBe(true);
          expect(Number.isSafeInteger(sizeBytes) && sizeBytes > 0).toBe(true);
        }
        for (const pages of [
          machine.unplacedReservedPages,
          machine.unplacedRecordedPages,
          machine.lateFreedPages,
        ]) {
          expect(Number.isSafeInteger(pages) && pages >= 0).toBe(true);
        }
        expect(machine.unplacedRecordedPages).toBeLessThanOrEqual(machine.unplacedReservedPages);
      });
    }),
    { numRuns: 300 },
  );
});

describe("inputs built to be slow", () => {
  const at = (i: number, size: number) => `0x${(i * size).toString(16)}`;
  const many = (of: (i: number) => string) =>
    Array.from({ length: 200_000 }, (_, i) => `[    0.000000] ${of(i)}`).join("\n");

  test.each([
    ["memblock lines", many((i) => `memblock_reserve: [${at(i, 8192)}-${at(i, 8192)}] f+0x1/0x2`)],
    ["dumps", many(() => "MEMBLOCK configuration:")],
    [
      "a dump's regions",
      `[ 0.000000] MEMBLOCK configuration:\n${many((i) => ` reserved[0x0]\t[${at(i, 8192)}-${at(i, 8192)}], 0x1 bytes flags: 0x0`)}`,
    ],
    ["node ranges", many((i) => `  node ${i}: [mem ${at(i, 8192)}-${at(i, 8192)}]`)],
    ["initrds", many((i) => `RAMDISK: [mem ${at(i, 8192)}-${at(i, 8192)}]`)],
  ])("%s are refused before they are worked on", (_, text) => {
    expect(failureOf(() => readDmesg(text), FormatError).sentence).toContain("more than");
  });
});
