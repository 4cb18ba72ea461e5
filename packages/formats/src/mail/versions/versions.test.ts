import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { carrier, counterparts, interdiff, isNewVersion, versionOf } from ".";

const mail = (subject: string, messageId: string | null = null, inReplyTo: string[] = []) => ({
  head: { subject, messageId, inReplyTo, references: [] },
});

/** A patch as it is mailed: the changed line of the one file, and where its hunk lies. */
const patch = (message: string, added: string, at: number, more = "") =>
  `${message}

Signed-off-by: A. Author <a@example.org>
---
 mm/kmsan/lazy.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/mm/kmsan/lazy.c b/mm/kmsan/lazy.c
index 1111111..${"2".repeat(6)}${at % 10} 100644
--- a/mm/kmsan/lazy.c
+++ b/mm/kmsan/lazy.c
@@ -${at},3 +${at},3 @@ void kmsan_init(void)
 	int order;
-	order = 0;
${added}
 	run(order);
${more}-- 
2.47.1
`;

describe("which version", () => {
  test("a later version of the same series, by title, by a patch or by what it answers", () => {
    const v1 = [mail("[PATCH 0/2] kmsan: lazy metadata", "one"), mail("[PATCH 1/2] kmsan: count pages")];
    expect(versionOf(v1)).toBe(1);
    expect(isNewVersion([mail("[PATCH v2 0/2] kmsan: lazy metadata")], v1)).toBe(true);
    expect(
      isNewVersion(
        [mail("[PATCH v2 0/3] kmsan: other words"), mail("[PATCH v2 3/3] kmsan: count pages")],
        v1,
      ),
    ).toBe(true);
    expect(isNewVersion([mail("[PATCH v2] kmsan: one patch now", null, ["one"])], v1)).toBe(true);
    expect(isNewVersion([mail("[PATCH v2] mm: something else")], v1)).toBe(false);
    expect(isNewVersion(v1, [mail("[PATCH v2 0/2] kmsan: lazy metadata")])).toBe(false);
    expect(isNewVersion([mail("Re: [PATCH v2 0/2] kmsan: lazy metadata")], v1)).toBe(false);
  });

  test("patches meet by title, then by place; the others came or went", () => {
    const before = [
      mail("[PATCH 1/3] a"),
      mail("Re: [PATCH 1/3] a"),
      mail("[PATCH 2/3] b"),
      mail("[PATCH 3/3] c"),
    ];
    const after = [mail("[PATCH v2 1/3] b"), mail("[PATCH v2 2/3] new"), mail("[PATCH v2 3/3] c, renamed")];
    const title = (one: (typeof before)[number] | null) => one?.head.subject.replace(/^.*\] /, "") ?? null;
    expect(counterparts(before, after).map((pair) => [title(pair.before), title(pair.after)])).toEqual([
      ["b", "b"],
      [null, "new"],
      ["c", "c, renamed"],
      ["a", null],
    ]);
  });
});

describe("interdiff", () => {
  test("a patch that only moved in its file is the same", () => {
    const parts = interdiff(patch("Count.", "+\torder = 1;", 10), patch("Count.", "+\torder = 1;", 40));
    expect(parts).toEqual([
      { file: null, state: "same", hunks: [] },
      { file: "mm/kmsan/lazy.c", state: "same", hunks: [] },
    ]);
  });

  test("the lines of the patch that are others, with their signs, inside the hunk they lie in", () => {
    const [message, file] = interdiff(
      patch("Count pages.", "+\torder = 1;", 10),
      patch("Count blocks.", "+\torder = 2;", 12),
    );
    expect(message?.state).toBe("changed");
    expect(message?.hunks[0]?.lines.slice(0, 2)).toEqual([
      { sign: "-", kind: "prose", text: "Count pages." },
      { sign: "+", kind: "prose", text: "Count blocks." },
    ]);
    expect(file?.hunks).toEqual([
      {
        within: "",
        lines: [
          { sign: " ", kind: "hunk", text: "@@ void kmsan_init(void)" },
          { sign: " ", kind: "context", text: " \tint order;" },
          { sign: " ", kind: "removed", text: "-\torder = 0;" },
          { sign: "-", kind: "added", text: "+\torder = 1;" },
          { sign: "+", kind: "added", text: "+\torder = 2;" },
          { sign: " ", kind: "context", text: " \trun(order);" },
        ],
      },
    ]);
  });

  test("a file that came with the later version, and one that went", () => {
    const more = `diff --git a/mm/new.c b/mm/new.c
--- /dev/null
+++ b/mm/new.c
@@ -0,0 +1,1 @@
+int x;
`;
    const [one, two] = [patch("Count.", "+\torder = 1;", 10), patch("Count.", "+\torder = 1;", 10, more)];
    expect(interdiff(one, two).map(({ file, state }) => [file, state])).toContainEqual(["mm/new.c", "added"]);
    expect(interdiff(two, one).map(({ file, state }) => [file, state])).toContainEqual([
      "mm/new.c",
      "removed",
    ]);
  });
});

describe("a passage in the next version", () => {
  const carried = (before: string, after: string, words: string) => {
    const start = before.indexOf(words);
    const range = carrier(before, after)({ start, end: start + words.length });
    return range === null ? null : after.slice(range.start, range.end);
  };

  test("moves with its line, is found where it went, and is gone when it changed", () => {
    const before = patch("Count pages before they are handed over.", "+\torder = 1;", 10);
    const after = patch("A new first line.\n\nCount pages before they are handed over.", "+\torder = 2;", 30);
    expect(carried(before, after, "pages before")).toBe("pages before");
    expect(carried(before, after, "-\torder = 0;")).toBe("-\torder = 0;");
    expect(carried(before, after, "+\torder = 1;")).toBeNull();
    expect(carried(before, after, "@@ -10,3 +10,3 @@")).toMatch(/^@@ -30,3 \+30,3 @@/);
    const [a, b] = ["The first of two long paragraphs.", "The second of two long paragraphs."];
    expect(carried(`${a}\n${b}`, `${b}\n${a}`, a)).toBe(a);
    expect(carried(`${a}\n${b}`, `${b}\n${a}`, b)).toBe(b);
  });

  test("short words that stand in many places are no trace", () => {
    expect(carried("one page here", "a page, a page", "page")).toBeNull();
  });

  const lines = fc.array(fc.stringMatching(/^[a-c ]{0,6}$/), { minLength: 1, maxLength: 12 });

  test("what is found reads as it did; in the same text it is where it was", () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(), fc.nat(), (old, now, from, length) => {
        const [before, after] = [old.join("\n"), now.join("\n")];
        const start = Math.min(from % (before.length + 1), before.length);
        let end = Math.min(before.length, start + (length % 20));
        // A line's end is not of the passage.
        while (end > start && before[end - 1] === "\n") end--;
        const found = carrier(before, after)({ start, end });
        if (found !== null) expect(after.slice(found.start, found.end)).toBe(before.slice(start, end));
        expect(carrier(before, before)({ start, end })).toEqual({ start, end });
      }),
    );
  });
});
