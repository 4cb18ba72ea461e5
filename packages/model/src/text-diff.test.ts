import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { caretAfter, rebase, type TextChange, textDiff } from "./text-diff";

const apply = (text: string, change: TextChange | null) =>
  change === null
    ? text
    : text.slice(0, change.index) + change.insert + text.slice(change.index + change.remove);

describe("textDiff", () => {
  test("typing in the middle touches just that", () => {
    expect(textDiff("does B fail", "does B still fail")).toEqual({ index: 7, remove: 0, insert: "still " });
    expect(textDiff("aaaa", "aaa")).toEqual({ index: 3, remove: 1, insert: "" });
    expect(textDiff("same", "same")).toBeNull();
  });

  test("leads from any text to any other", () => {
    const texts = fc.string({ unit: "binary", maxLength: 30 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(apply(before, textDiff(before, after))).toBe(after);
      }),
    );
  });

  test("an emoji is replaced whole: a Y.Text never holds half of one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("😀", "😁", "🐧", "a"), { maxLength: 6 }),
        fc.array(fc.constantFrom("😀", "😁", "🐧", "a"), { maxLength: 6 }),
        (a, b) => {
          const shared = new Y.Doc().getText();
          shared.insert(0, a.join(""));
          const change = textDiff(a.join(""), b.join(""));
          if (change !== null) {
            shared.delete(change.index, change.remove);
            shared.insert(change.index, change.insert);
          }
          expect(shared.toString()).toBe(b.join(""));
        },
      ),
    );
  });
});

test("a caret stays at its words while others type", () => {
  const before = "one two three";
  const insert = { index: 0, remove: 0, insert: "zero " };
  expect(caretAfter(insert, 4)).toBe(9);
  expect(caretAfter({ index: 8, remove: 5, insert: "" }, 4)).toBe(4);
  expect(caretAfter({ index: 2, remove: 6, insert: "X" }, 5)).toBe(3);
  expect(caretAfter({ index: before.length, remove: 0, insert: "!" }, before.length)).toBe(before.length);
});

test("a composition that ends after others have typed keeps both", () => {
  const base = "fails at 96 pages";
  const others = textDiff(base, "still fails at 96 pages");
  const typed = textDiff(base, "fails at 96 free pages");
  if (others === null || typed === null) throw new Error("Both differ.");
  expect(apply(apply(base, others), rebase(typed, others))).toBe("still fails at 96 free pages");
});
