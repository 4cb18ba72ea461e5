import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "./plain-text";

test.each([
  ["Is this true with **PREEMPT_RT**?", "Is this true with PREEMPT_RT?"],
  ["See [the mail](https://lore.kernel.org/x) and `gfp & 1`.", "See the mail and gfp & 1."],
  ["> quoted\n\n- one\n- two *three*\n\n```c\nint a;\n```", "quoted one two three int a;"],
  ["a < b && c", "a < b && c"],
])("%j reads %j", (written, read) => expect(plainText(written)).toBe(read));

test("words without marks stay as they are", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }).map((some) => some.join(" "));
  fc.assert(
    fc.property(words, (text) => {
      expect(plainText(text)).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(plainText(text)).not.toContain("\n");
    }),
  );
});
