import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { rangeOf, textAnchor } from "./text-ranges";

function aText(words: string): { doc: Y.Doc; text: Y.Text } {
  const doc = new Y.Doc();
  const text = doc.getText("t");
  text.insert(0, words);
  return { doc, text };
}

test("a range keeps its characters whatever is written around it and in it", () => {
  const edit = fc.record({ at: fc.nat(), what: fc.constantFrom("x", "yy", "\n") });
  fc.assert(
    fc.property(
      fc.nat(8),
      fc.integer({ min: 1, max: 4 }),
      fc.array(edit, { maxLength: 8 }),
      (from, length, edits) => {
        const { doc, text } = aText("0123456789AB");
        const wanted = text.toString().slice(from, from + length);
        const anchor = textAnchor("note-1", text, from, from + length);
        for (const { at, what } of edits) text.insert(at % (text.length + 1), what);
        const range = rangeOf(anchor, text, doc);
        const now = text.toString().slice(range?.from, range?.to);
        expect(now.replace(/[xy\n]/g, "")).toBe(wanted);
        expect([now.charAt(0), now.at(-1)]).toEqual([wanted.charAt(0), wanted.at(-1)]);
      },
    ),
  );
});

test("a range whose characters were deleted is gone, and so is one in no text", () => {
  const { doc, text } = aText("before range after");
  const anchor = textAnchor("note-1", text, 7, 12);
  text.delete(7, 5);
  expect(rangeOf(anchor, text, doc)).toBeNull();
  for (const position of ["", "AA==", "!!!!", "AQAA"])
    expect(rangeOf({ ...anchor, start: position, end: position }, text, doc)).toBeNull();
});
