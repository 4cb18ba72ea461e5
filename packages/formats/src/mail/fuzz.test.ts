/** Whatever the text: no crash, and none of it lost. */

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBody } from "./body";
import { bytesToText, decodeUnlabelled, textToBytes } from "./bytes";
import { readDate } from "./date";
import { readMails } from "./read-mails";
import { readSubject } from "./subject";

const FOLDER = resolve(import.meta.dirname, "fixtures");
const FIXTURES = readdirSync(FOLDER).map((file) => readFileSync(resolve(FOLDER, file)));
const LINES = [
  ...new Set(FIXTURES.flatMap((bytes) => decodeUnlabelled(bytesToText(bytes)).text.split(/\r?\n/))),
];

/** What neither starts a mail of an mbox nor says how a text is encoded. */
const IS_PLAIN = (text: string) => !/content-(?:type|transfer-encoding|disposition)|^>*From /im.test(text);

const SEED = { seed: 20261121, numRuns: 300 };

/** Lines of real mails in any order, between lines of anything. */
const linesOf = (lines: readonly string[]) =>
  fc
    .array(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...lines) }, { weight: 1, arbitrary: fc.string() }),
      { maxLength: 40 },
    )
    .map((chosen) => chosen.join("\n"));
const mixed = linesOf(LINES);

/** A real mail with some bytes changed, taken out or put in. */
const damaged = fc
  .record({
    bytes: fc.constantFrom(...FIXTURES),
    cuts: fc.array(
      fc.record({ at: fc.nat(6000), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 12 }) }),
      { maxLength: 6 },
    ),
  })
  .map(({ bytes, cuts }) => {
    let all = [...bytes];
    for (const { at, remove, insert } of cuts)
      all = [...all.slice(0, at), ...insert, ...all.slice(at + remove)];
    return Uint8Array.from(all);
  });

describe("a mail's text", () => {
  test("its lines are the text again, blocks cover them once and in order", () => {
    fc.assert(
      fc.property(fc.oneof(mixed, fc.string({ maxLength: 400 })), (text) => {
        const { lines, blocks } = readBody(text);
        expect(lines.map((line) => line.text).join("\n")).toBe(text);
        for (const { text: line, start, mark } of lines) {
          expect(text.slice(start, start + line.length)).toBe(line);
          expect(mark).toBeLessThanOrEqual(line.length);
        }
        let next = 0;
        for (const { from, to } of blocks) {
          expect(from).toBe(next);
          expect(to).toBeGreaterThan(from);
          next = to;
        }
        expect(next).toBe(lines.length);
      }),
      SEED,
    );
  });
});

describe("mails", () => {
  test("a damaged file still reads, with sentences for people", async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        const { mails, problems } = await readMails(bytes);
        for (const { line, sentence } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(sentence).toMatch(/^[A-Z].*\.$/s);
        }
        for (const { body } of mails) expect(body).not.toContain("\r");
      }),
      SEED,
    );
  });

  test("pasted text without MIME: every line is in a mail's text, in its head, or named as left out", async () => {
    await fc.assert(
      fc.asyncProperty(linesOf(LINES.filter(IS_PLAIN)).filter(IS_PLAIN), async (text) => {
        const { mails, leftOut } = await readMails(text);
        const kept = new Map<string, number>();
        const add = (line: string) => kept.set(line.trimEnd(), (kept.get(line.trimEnd()) ?? 0) + 1);
        for (const { body } of mails) for (const line of body.split("\n")) add(line);
        for (const line of leftOut) add(line.text);
        const heads = headLines(text, mails.length);
        for (const line of text.split(/\r\n|\n|\r/)) {
          const shown = line.trimEnd();
          if (shown === "" || heads.has(shown)) continue;
          expect(kept.get(shown) ?? 0, shown).toBeGreaterThan(0);
        }
      }),
      SEED,
    );
  });

  test("a plain mail's text comes through unchanged", async () => {
    const line = fc
      .string({ unit: "grapheme", maxLength: 80 })
      .filter((text) => !/[\r\n\u2028\u2029]/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
        const body = ["First line.", ...lines, "Last line."].join("\n");
        const { mails } = await readMails(
          `From: A <a@example.org>\nSubject: x\nMessage-ID: <1@example.org>\n\n${body}\n`,
        );
        expect(mails[0]?.body).toBe(body);
      }),
      SEED,
    );
  });

  test("bytes and their text are one", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect([...textToBytes(bytesToText(bytes))]).toEqual([...bytes]);
      }),
      SEED,
    );
  });
});

/** Lines that can be part of a head or of a page's facts: those are kept as data, not as text. */
function headLines(text: string, mails: number): Set<string> {
  if (mails === 0) return new Set();
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  const heads = new Set<string>();
  let isHead = false;
  for (const line of lines) {
    if (line === "") isHead = false;
    else if (
      /^(?:\s|[*+•·-]){0,8}[A-Za-z][A-Za-z0-9_-]*\s*:|^\s*Message ID/i.test(line) ||
      / @ \d{4}-/.test(line)
    )
      isHead = true;
    if (isHead) heads.add(line);
    // The title above pipermail's, lore's and patchwork's facts, and their names and dates.
    if (/^\s{0,2}\*|^\[|\d{1,2}:\d{2}|, \d{4}, /.test(line)) heads.add(line);
  }
  return heads;
}

test("dates and subjects of anything", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const date = readDate(text);
      expect(date === null || Number.isFinite(date)).toBe(true);
      expect(readSubject(text).title.length).toBeLessThanOrEqual(text.length);
    }),
    SEED,
  );
});

test("long hostile lines take no time to speak of", async () => {
  const started = performance.now();
  for (const text of [
    ">".repeat(300_000),
    " >".repeat(150_000),
    "a at ".repeat(60_000),
    "x () y ! ".repeat(30_000),
    "From: ".repeat(2000),
    "[".repeat(200_000),
  ]) {
    await readMails(`From: ${text}\nTo: ${text}\n\n${text}\n@@ -1 +1 @@\n${text}`);
    readBody(text);
    readSubject(text);
  }
  // A linear reader takes some 100 ms for these 4 MiB; one that is quadratic in a line takes minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
}, 60_000);
