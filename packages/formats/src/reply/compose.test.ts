import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readMails } from "../mail";
import { checkReply } from "./check";
import { composeReply } from "./compose";
import type { Passage, Remark, ReplyInput } from "./types";

const BODY = `The carve-out costs two thirds of memory on a machine
that may never track most of it.

That is what this patch does. Each tracked allocation takes the same
order twice more, so no memory is lost up front. Metadata pages are
marked with __GFP_NO_KMSAN and are not tracked themselves.

Signed-off-by: D. Author <author@example.org>
---
 mm/kmsan/shadow.c | 14 ++++++++++++--

diff --git a/mm/kmsan/shadow.c b/mm/kmsan/shadow.c
--- a/mm/kmsan/shadow.c
+++ b/mm/kmsan/shadow.c
@@ -212,5 +212,12 @@ int kmsan_meta_setup(struct page *page,
 	unsigned int i;
-	struct page *shadow = held_shadow(order);
+	struct page *shadow, *origin;
+
+	if (gfp & __GFP_NO_KMSAN)
+		return 0;
+	shadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);
+	if (shadow)
+		origin = alloc_pages(gfp | __GFP_NO_KMSAN, order);
 
 	for (i = 0; i < 1U << order; i++)
 		meta_link(page + i, shadow + i, origin + i);
-- 
2.47.1`;

const HEAD: ReplyInput["mail"]["head"] = {
  messageId: "20261117152011.8412-3-author@example.org",
  inReplyTo: ["20261117152011.8412-1-author@example.org"],
  references: ["20261117152011.8412-1-author@example.org"],
  date: "Tue, 17 Nov 2026 16:20:11 +0100",
  time: null,
  from: { name: "D. Author", address: "author@example.org" },
  to: [{ name: "", address: "linux-mm@kvack.org" }],
  cc: [
    { name: "C. Tester", address: "tester@example.org" },
    { name: "A. Reviewer", address: "reviewer@example.org" },
  ],
  list: "linux-mm@kvack.org",
  subject: "[PATCH RFC v2 2/4] mm: kmsan: allocate metadata lazily",
};

const SENDER = { by: "p:a", person: { name: "A. Reviewer", address: "reviewer@example.org" } };
const by = (name: string, text: string): Remark => ({ by: `p:${name[0]?.toLowerCase()}`, name, text });

function at(words: string, remarks: Remark[], results: Passage["results"] = []): Passage {
  const start = BODY.indexOf(words);
  if (start < 0) throw new Error(`not in the mail: ${words}`);
  return { range: { start, end: start + words.length }, remarks, results };
}

function reply(passages: Passage[], trailers: string[] = []) {
  return composeReply({ mail: { head: HEAD, body: BODY }, sender: SENDER, passages, trailers });
}

describe("the whole of a reply", () => {
  test("several people, two passages, a table, a verdict", () => {
    const { headers, body, problems } = reply(
      [
        at(
          "shadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);\n+	if (shadow)\n+		origin = alloc_pages(gfp | __GFP_NO_KMSAN, order);",
          [
            by(
              "A. Reviewer",
              "Three allocations of one order. This is where order 9 dies: 2,048 pages are free and 1,536 are needed, but after the page and the shadow block the rest lies in blocks of order 0.",
            ),
          ],
          [
            {
              title: "1 GiB, seed 42",
              columns: ["A carve-out", "B lazy", "C page_ext"],
              rows: [
                { label: "usable pages", cells: ["73,020", "71,274", "72,508"] },
                { label: "order 9 served", cells: ["31 / 34", "3 / 34", "29 / 34"] },
              ],
              command: "carveout run kmsan.json --variant B --seed 42",
              permalink: "https://board.example.org/r/27b80d15",
            },
          ],
        ),
        at("no memory is lost up front", [by("B. Maintainer", "True at boot, not at the peak.")]),
      ],
      ["Nacked-by: A. Reviewer <reviewer@example.org>"],
    );
    expect(problems).toEqual([]);
    expect(headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "From: A. Reviewer <reviewer@example.org>",
      "To: D. Author <author@example.org>",
      "Cc: linux-mm@kvack.org, C. Tester <tester@example.org>",
      "Subject: Re: [PATCH RFC v2 2/4] mm: kmsan: allocate metadata lazily",
      "In-Reply-To: <20261117152011.8412-3-author@example.org>",
      "References: <20261117152011.8412-1-author@example.org> <20261117152011.8412-3-author@example.org>",
    ]);
    expect(body).toBe(`On Tue, 17 Nov 2026 16:20:11 +0100, D. Author wrote:
> That is what this patch does. Each tracked allocation takes the same
> order twice more, so no memory is lost up front. Metadata pages are

True at boot, not at the peak. [BM]

> [...]
> +	if (gfp & __GFP_NO_KMSAN)
> +		return 0;
> +	shadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);
> +	if (shadow)
> +		origin = alloc_pages(gfp | __GFP_NO_KMSAN, order);

Three allocations of one order. This is where order 9 dies: 2,048 pages
are free and 1,536 are needed, but after the page and the shadow block
the rest lies in blocks of order 0. [AR]

  1 GiB, seed 42  A carve-out  B lazy  C page_ext
  usable pages         73,020  71,274      72,508
  order 9 served      31 / 34  3 / 34     29 / 34

  carveout run kmsan.json --variant B --seed 42
  https://board.example.org/r/27b80d15

Remarks by B. Maintainer [BM], A. Reviewer [AR].

Nacked-by: A. Reviewer <reviewer@example.org>
`);
    expect(checkReply(body)).toEqual({ blocks: [], warnings: [], long: [] });
  });

  test("one's own remarks carry no initials", () => {
    expect(reply([at("no memory is lost up front", [by("A. Reviewer", "At boot.")])]).body).toBe(
      `On Tue, 17 Nov 2026 16:20:11 +0100, D. Author wrote:
> That is what this patch does. Each tracked allocation takes the same
> order twice more, so no memory is lost up front. Metadata pages are

At boot.
`,
    );
  });

  test("a verdict alone quotes the mail's first words above it", () => {
    expect(reply([], ["Acked-by: A. Reviewer <reviewer@example.org>"]).body).toBe(
      `On Tue, 17 Nov 2026 16:20:11 +0100, D. Author wrote:
> The carve-out costs two thirds of memory on a machine
> that may never track most of it.

Acked-by: A. Reviewer <reviewer@example.org>
`,
    );
  });

  test("nothing said, nothing to send", () => {
    expect(reply([]).body).toBe("");
    expect(reply([]).problems[0]).toMatch(/^There is nothing to send yet/);
  });
});

describe("quoting", () => {
  test("two remarks on the same lines share one quote, the second below the first", () => {
    const { body } = reply([
      at("may never track", [by("A. Reviewer", "One.")]),
      at("that may never track most of it.", [by("A. Reviewer", "Two.")]),
    ]);
    expect(body.split("\n").filter((line) => line.startsWith(">"))).toHaveLength(2);
    expect(body.endsWith("> that may never track most of it.\n\nOne.\n\nTwo.\n")).toBe(true);
  });

  test("neighbouring passages need no mark between", () => {
    const { body } = reply([
      at("The carve-out", [by("A. Reviewer", "One.")]),
      at("that may never", [by("A. Reviewer", "Two.")]),
    ]);
    expect(body).not.toContain("[...]");
  });

  test("at most five lines above a passage, never the head of its hunk", () => {
    const body = ["@@ -1,0 +1,9 @@", ...Array.from({ length: 9 }, (_, n) => `+line ${n}`)].join("\n");
    const start = body.indexOf("+line 7");
    const { body: text } = composeReply({
      mail: { head: HEAD, body },
      sender: SENDER,
      passages: [{ range: { start, end: start + 7 }, remarks: [by("A. Reviewer", "x")], results: [] }],
      trailers: [],
    });
    expect(text.split("\n").filter((line) => line.startsWith(">"))).toEqual(
      [2, 3, 4, 5, 6, 7].map((n) => `> +line ${n}`),
    );
  });

  test("quotes of quotes keep their signs together", () => {
    const body = "On Monday, X wrote:\n> older\n>> oldest\n\nnew";
    const { body: text } = composeReply({
      mail: { head: HEAD, body },
      sender: SENDER,
      passages: [
        {
          range: { start: body.indexOf(">> oldest"), end: body.indexOf("\n\nnew") },
          remarks: [by("A. Reviewer", "x")],
          results: [],
        },
      ],
      trailers: [],
    });
    expect(text).toContain("\n>>> oldest\n");
  });
});

describe("threading, RFC 5322 3.6.4", () => {
  const references = (head: Partial<ReplyInput["mail"]["head"]>) =>
    composeReply({
      mail: { head: { ...HEAD, ...head }, body: BODY },
      sender: null,
      passages: [],
      trailers: ["X: y"],
    }).headers.find(({ name }) => name === "References")?.value;
  test("the parent's references and its id; its In-Reply-To where it has none and that is one", () => {
    expect(references({ messageId: "c@x", references: ["a@x", "b@x"], inReplyTo: ["b@x"] })).toBe(
      "<a@x> <b@x> <c@x>",
    );
    expect(references({ messageId: "c@x", references: [], inReplyTo: ["b@x"] })).toBe("<b@x> <c@x>");
    expect(references({ messageId: "c@x", references: [], inReplyTo: ["a@x", "b@x"] })).toBe("<c@x>");
    expect(references({ messageId: null })).toBeUndefined();
  });

  test("what is missing is said", () => {
    const head = { ...HEAD, messageId: null, from: { name: "D. Author", address: "" } };
    expect(
      composeReply({ mail: { head, body: BODY }, sender: null, passages: [], trailers: ["X: y"] }).problems,
    ).toEqual([
      expect.stringMatching(/^The mail's Message-ID is not known/),
      expect.stringMatching(/^The address of D. Author is not known/),
    ]);
  });

  test("an answer to one's own mail goes to those it went to", () => {
    const { headers } = composeReply({
      mail: { head: { ...HEAD, from: SENDER.person }, body: BODY },
      sender: SENDER,
      passages: [],
      trailers: ["X: y"],
    });
    expect(headers.find(({ name }) => name === "To")?.value).toBe(
      "linux-mm@kvack.org, C. Tester <tester@example.org>",
    );
    expect(headers.some(({ name }) => name === "Cc")).toBe(false);
  });

  test("no header takes a line of somebody's making", () => {
    const head = { ...HEAD, subject: "x\r\nBcc: all@example.org", from: { name: "D\nX: y", address: "a@b" } };
    for (const { value } of composeReply({
      mail: { head, body: BODY },
      sender: null,
      passages: [],
      trailers: ["X: y"],
    }).headers)
      expect(value).not.toMatch(/[\r\n]/);
  });
});

describe("laws", () => {
  const LINES = BODY.split("\n");
  const word = fc.stringMatching(/^[a-z,.]{1,14}$/);
  const prose = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(" "));
  const person = fc.constantFrom("A. Reviewer", "B. Maintainer", "C. Tester", "Anna Reuter", "D. Author");
  const passages = fc.array(
    fc
      .tuple(
        fc.nat(BODY.length - 1),
        fc.nat(200),
        fc.array(fc.tuple(person, prose), { minLength: 1, maxLength: 3 }),
      )
      .map(([start, length, said]) => ({ start, end: Math.min(BODY.length, start + length + 1), said })),
    { minLength: 1, maxLength: 6 },
  );

  test("quotes are the mail's, no prose is wider than 72, every remark stands there once and below its quote", () => {
    fc.assert(
      fc.property(passages, (all) => {
        let count = 0;
        const input = all.map(({ start, end, said }) => ({
          range: { start, end },
          results: [],
          // A number makes each remark one of a kind.
          remarks: said.map(([name, text]) => by(name, `#${count++}# ${text}`)),
        }));
        const { body } = reply(input, ["Acked-by: A. Reviewer <reviewer@example.org>"]);
        const lines = body.split("\n");
        for (const line of lines) {
          if (line === "> [...]") continue;
          if (line.startsWith(">")) {
            const text = line.startsWith("> ") ? line.slice(2) : line.slice(1);
            expect(LINES.some((own) => own === text || (text === "" && own.trim() === ""))).toBe(true);
          } else expect(line.length).toBeLessThanOrEqual(72);
        }
        for (let n = 0; n < count; n++) expect(body.split(`#${n}#`)).toHaveLength(2);
        expect(lines.at(-2)).toBe("Acked-by: A. Reviewer <reviewer@example.org>");
        expect(checkReply(body).blocks).toEqual([]);
        const quotedOnce = lines.filter((line) => line.startsWith(">") && line !== "> [...]" && line !== ">");
        const inMail = (line: string) => LINES.filter((own) => `> ${own}` === line).length;
        for (const line of new Set(quotedOnce))
          expect(quotedOnce.filter((other) => other === line).length).toBeLessThanOrEqual(inMail(line));
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });

  test("whatever people type, their words are all there and no remark can pass for a quote", () => {
    const anything = fc.string({ unit: "grapheme", maxLength: 300 }).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(anything, (text) => {
        const { body } = reply([at("may never track", [by("C. Tester", text)])]);
        const quotes = body.split("\n").filter((line) => line.startsWith(">"));
        expect(quotes).toHaveLength(2);
        const squeezed = (all: string) => all.replace(/\s+/g, "");
        const kept = text
          .split(/\r\n?|\n/)
          .filter((line) => !/^ {0,3}(?:```|~~~)/.test(line))
          .join("");
        expect(squeezed(body)).toContain(squeezed(kept));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("a real thread's mails can all be answered", async () => {
    const { mails } = await readMails(
      `From: A <a@example.org>\nSubject: x\nMessage-ID: <1@example.org>\n\n${BODY}`,
    );
    for (const mail of mails)
      expect(composeReply({ mail, sender: SENDER, passages: [], trailers: ["Acked-by: x"] }).body).not.toBe(
        "",
      );
  });
});
