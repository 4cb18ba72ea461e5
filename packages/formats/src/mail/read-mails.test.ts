import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readBody } from "./body";
import { looksLikeMail, readMails } from "./read-mails";
import type { ReadMails } from "./types";

const FOLDER = resolve(import.meta.dirname, "fixtures");
const FILES = readdirSync(FOLDER);

/** A .txt is what somebody copied from a page and pasted; the others are files. */
async function read(file: string): Promise<ReadMails> {
  const bytes = readFileSync(resolve(FOLDER, file));
  return readMails(file.endsWith(".txt") ? bytes.toString("utf8") : new Uint8Array(bytes));
}

/** The only mail in it. */
async function one(file: string) {
  const { mails, problems, leftOut } = await read(file);
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  if (mail === undefined) throw new Error("no mail");
  return { ...mail, problems: problems.map(({ line, sentence }) => `${line}: ${sentence}`), leftOut };
}

const blocks = (body: string) =>
  readBody(body).blocks.map(({ kind, level }) => (level > 0 ? `${kind} ${level}` : kind));

const PATCH_BLOCKS = ["prose", "trailers", "diffstat", "prose", "diff", "diff", "signature"];
const PATCH_ID = "20261117152011.8412-3-dana@example.org";
const COVER_ID = "20261117152011.8412-1-dana@example.org";
const TITLE = "[PATCH RFC v2 2/4] mm: kmsan: allocate metadata lazily";

test("there are at least forty of them", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(40);
});

describe("a patch reads the same, however it was sent", () => {
  const same = [
    "01-patch-send-email.eml",
    "02-patch-crlf.eml",
    "03-format-patch.patch",
    "24-lore-page.txt",
    "26-marc.txt",
    "28-spinics.txt",
  ];
  for (const file of same)
    test(file, async () => {
      const { head, body } = await one(file);
      expect(head).toMatchObject({
        subject: TITLE,
        time: Date.UTC(2026, 10, 17, 15, 20, 11),
        from: { name: "Dana Author" },
      });
      expect(blocks(body)).toEqual(PATCH_BLOCKS);
      expect(readBody(body).problems).toEqual([]);
      expect(body).toContain("+\tshadow = alloc_pages(gfp | __GFP_NO_KMSAN, order);");
      expect(body.startsWith("The metadata carve-out takes")).toBe(true);
      expect(body.endsWith("\n-- \n2.47.1")).toBe(true);
    });
});

describe("mails and files", () => {
  test("git send-email: the whole head", async () => {
    const { head, problems } = await one("01-patch-send-email.eml");
    expect(head).toEqual({
      messageId: PATCH_ID,
      inReplyTo: [COVER_ID],
      references: [COVER_ID],
      date: "Tue, 17 Nov 2026 16:20:11 +0100",
      time: Date.UTC(2026, 10, 17, 15, 20, 11),
      from: { name: "Dana Author", address: "dana@example.org" },
      to: [{ name: "", address: "linux-mm@kvack.org" }],
      cc: [
        { name: "Mika Maintainer", address: "mika@example.org" },
        { name: "Remi Reviewer", address: "remi@example.org" },
        { name: "", address: "linux-kernel@vger.kernel.org" },
      ],
      list: "linux-mm@kvack.org",
      subject: TITLE,
    });
    expect(problems).toEqual([]);
  });

  test("a format-patch file has no Message-ID, and says so", async () => {
    const { head, problems } = await one("03-format-patch.patch");
    expect(head.messageId).toBeNull();
    expect(problems).toEqual([
      "2: There is no Message-ID. The reply can't be threaded: add it from the archive's raw mail.",
    ]);
  });

  test("a series in one file, in order, with one complaint", async () => {
    const { mails, problems } = await read("04-format-patch-series.patch");
    expect(mails.map(({ head }) => head.subject)).toEqual([
      "[PATCH v3 1/3] kasan: count tagged pages",
      "[PATCH v3 2/3] kasan: sample page_alloc by order",
      "[PATCH v3 3/3] kasan: report the sampling rate",
    ]);
    expect(problems).toHaveLength(1);
  });

  test("mboxrd: escaped From lines come back, those that were escaped before too", async () => {
    const { mails } = await read("05-thread-mboxrd.mbox");
    expect(mails.map(({ head }) => head.messageId)).toEqual([COVER_ID, PATCH_ID, "87h5abcd.fsf@example.org"]);
    expect(mails[2]?.head.references).toEqual([COVER_ID, PATCH_ID]);
    expect(mails[2]?.body).toContain("\nFrom what I see GFP_ATOMIC callers fail here first.\n");
    expect(mails[2]?.body).toContain("\n>From the traces: 31 of 34 order-9 requests.");
  });

  test("mboxo", async () => {
    const { mails } = await read("06-thread-mboxo.mbox");
    expect(mails).toHaveLength(2);
    expect(mails[1]?.body).toContain("\nFrom what I see");
  });
});

describe("encodings and charsets", () => {
  const CASES: Record<string, { from: string; text: string }> = {
    "07-reply-quoted-printable.eml": {
      from: "Jürgen Prüfer",
      text: "3 % of memory — 1⁄32 of it — whether or not tags are\nused. Jürgen's",
    },
    "08-patch-base64.eml": {
      from: "Dana Author",
      text: "Tag storage is no ordinary CMA area: what lies in it must be movable at once.",
    },
    "09-reply-latin1.eml": { from: "José García", text: "El mapa directo se parte aún más" },
    "10-reply-no-charset.eml": { from: "José García", text: "“Café” numbers follow – 1,024 leaves." },
    "11-reply-koi8r.eml": { from: "Иван Тестов", text: "Проверено на двух машинах." },
    "12-reply-iso2022jp.eml": { from: "Hanako Kensa", text: "断片化を測定しました。" },
    "13-reply-gb18030.eml": { from: "Wei Ceshi", text: "在 arm64 上测试通过。" },
    "16-reply-alternative.eml": { from: "Remi Reviewer", text: "Why 3.125\u00a0% and not what is used?" },
  };
  for (const [file, { from, text }] of Object.entries(CASES))
    test(file, async () => {
      const { head, body } = await one(file);
      expect(head.from?.name).toBe(from);
      expect(body).toContain(text);
    });

  test("encoded words in a subject, over a fold", async () => {
    expect((await one("07-reply-quoted-printable.eml")).head.subject).toBe(
      "Re: [PATCH v4 00/12] arm64: mte: tag storage in CMA — numbers",
    );
    expect((await one("12-reply-iso2022jp.eml")).head.subject).toBe("メモリの話");
  });

  test("format=flowed: lines stay as they were broken, stuffing goes", async () => {
    const { body } = await one("14-reply-flowed.eml");
    expect(body).toContain(
      "> this series allocates KMSAN's metadata when it is needed. It saves\n> two thirds of memory",
    );
    expect(body).toContain("\n\nFrom the log:\n\n  order 9: 3 of 34 served\n\n-- \nTove");
    expect(blocks(body)).toEqual(["prose", "quote 1", "prose", "signature"]);
  });

  test("DelSp: what was broken inside a word is whole again", async () => {
    expect((await one("15-reply-flowed-delsp.eml")).body).toBe(
      "See https://lore.example.org/linux-mm/20261117152011.8412-3-dana@example.org/ for the numbers, and note that the altmap reserve\nis 8 MiB where 32 MiB are needed.",
    );
  });

  test("an attached patch is part of the text, a picture is named", async () => {
    const attached = await one("17-patch-attached.eml");
    expect(attached.body).toContain("so the patch is attached");
    expect(blocks(attached.body).filter((kind) => kind === "diff")).toHaveLength(2);
    const { body, problems } = await one("18-reply-with-picture.eml");
    expect(body).toBe("See the plot: TLB reach falls from 1 GiB to 4 MiB.");
    expect(problems).toEqual(['10: The attachment "reach.png" (image/png) is left out: only text is read.']);
  });

  test("HTML only: its words, none of its markup", async () => {
    const { body, problems } = await one("19-reply-html-only.eml");
    expect(body.replace(/\s+/g, " ")).toBe("Sampling order 0 costs 4 % here. Is that meant? a < b");
    expect(problems).toEqual([
      "7: This mail is HTML only, which the kernel's lists refuse. Its text is shown without the markup.",
    ]);
  });
});

describe("quoting", () => {
  test("levels", async () => {
    const { lines, blocks: found } = readBody((await one("20-reply-nested.eml")).body);
    expect(found.map(({ kind, level, from, to }) => [kind, level, to - from])).toEqual([
      ["prose", 0, 1],
      ["quote", 1, 1],
      ["quote", 2, 2],
      ["quote", 3, 1],
      ["quote", 1, 1],
      ["prose", 0, 4],
    ]);
    expect(lines.filter(({ kind }) => kind === "attribution").map(({ level }) => level)).toEqual([0, 1]);
  });

  test("bars and brackets below who wrote; a table stays a table", async () => {
    expect(blocks((await one("21-reply-bars.eml")).body)).toEqual(["prose", "quote 1", "prose"]);
    expect(blocks((await one("22-reply-brackets.eml")).body)).toEqual(["prose", "quote 1", "prose"]);
    expect(blocks((await one("23-reply-supercite.eml")).body)).toEqual(["prose", "quote 1", "prose"]);
    expect(blocks("a table:\n| order | count |\n| 9 | 31 |")).toEqual(["prose"]);
  });
});

describe("pages of archives", () => {
  test("lore, one mail: the head's links and what is below are left out", async () => {
    const { head, leftOut } = await one("24-lore-page.txt");
    expect(head).toMatchObject({
      messageId: PATCH_ID,
      inReplyTo: [COVER_ID],
      date: "Tue, 17 Nov 2026 16:20:11 +0100",
    });
    expect(head.cc.map(({ address }) => address)).toEqual([
      "mika@example.org",
      "remi@example.org",
      "linux-kernel@vger.kernel.org",
    ]);
    expect(leftOut[0]?.text).toContain("other threads:");
  });

  test("lore, a thread: three mails with their subjects and people", async () => {
    const { mails } = await read("25-lore-thread.txt");
    expect(mails.map(({ head }) => [head.from?.name, head.subject, head.to.length + head.cc.length])).toEqual(
      [
        ["Dana Author", "[PATCH RFC v2 0/4] mm: kmsan: lazy metadata", 3],
        ["Dana Author", "[PATCH RFC v2 1/4] mm: add __GFP_NO_KMSAN", 2],
        ["Remi Reviewer", "Re: [PATCH RFC v2 1/4] mm: add __GFP_NO_KMSAN", 2],
      ],
    );
    expect(mails[0]?.body).toBe("Hi,\n\nthis series allocates KMSAN's metadata when it is needed.");
    expect(blocks(mails[1]?.body ?? "")).toContain("diff");
    expect(mails[2]?.body.endsWith("We are out of flags on 32 bit.")).toBe(true);
  });

  test("marc: addresses and ids come back", async () => {
    expect((await one("26-marc.txt")).head).toMatchObject({
      messageId: PATCH_ID,
      from: { address: "dana@example.org" },
      list: "linux-mm",
    });
    const { head, problems, leftOut } = await one("27-marc-reply.txt");
    expect(head).toMatchObject({
      messageId: "87h5abcd.fsf@lists.example.org",
      from: { address: "remi@lists.example.org" },
    });
    expect(problems).toEqual([]);
    expect(leftOut.map(({ line }) => line)).toEqual([1, 8]);
  });

  test("spinics hides addresses: the name stays, the address is asked for", async () => {
    for (const [file, name, line] of [
      ["28-spinics.txt", "Dana Author", 2],
      ["29-spinics-bullets.txt", "Tove Tester", 4],
    ] as const) {
      const { head, problems } = await one(file);
      expect(head.from).toEqual({ name, address: "" });
      expect(head.inReplyTo).toEqual([]);
      expect(problems[0]).toContain(`${line}: The address of ${name} is not in the text.`);
    }
  });

  test("pipermail", async () => {
    const { head, body } = await one("30-pipermail.txt");
    expect(head).toMatchObject({
      subject: "[PATCH v4 03/12] arm64: mte: reserve tag storage",
      from: { name: "Dana Author", address: "dana@example.org" },
      time: Date.UTC(2026, 10, 17, 16, 20, 11),
    });
    expect(body.startsWith("Reserve 1/32 of memory")).toBe(true);
  });

  test("patchwork: message, patch and comments", async () => {
    const { mails } = await read("31-patchwork.txt");
    expect(mails.map(({ head }) => [head.from?.name, head.messageId, head.inReplyTo])).toEqual([
      ["Dana Author", PATCH_ID, []],
      ["Remi Reviewer", null, [PATCH_ID]],
    ]);
    expect(blocks(mails[0]?.body ?? "").filter((kind) => kind === "diff")).toHaveLength(2);
    expect(blocks(mails[1]?.body ?? "")).toEqual(["prose", "quote 1", "prose"]);
  });

  test("a head on one line, and one that is wrapped without indents", async () => {
    expect((await one("32-one-line-head.txt")).head).toMatchObject({
      messageId: "dm-0@example.org",
      subject: "[PATCH v2] mm: directmap: keep 1 GiB leaves whole",
      cc: [{ name: "Mika Maintainer", address: "mika@example.org" }],
    });
    const { head } = await one("33-wrapped-head.txt");
    expect(head.subject).toBe(
      "[PATCH v4 00/12] arm64: mte: use what is not used for tags as memory for everybody",
    );
    expect(head.to.map(({ address }) => address)).toEqual([
      "mika@example.org",
      "remi@example.org",
      "linux-arm-kernel@lists.infradead.org",
    ]);
  });
});

describe("what is broken is shown as far as it goes, and said", () => {
  test("a wrapped line and a hunk that is cut off", async () => {
    expect(readBody((await one("34-wrapped-patch.eml")).body).problems).toEqual([
      {
        line: 9,
        sentence: "This line of the patch seems to be wrapped: it starts with none of +, - and a space.",
      },
    ]);
    expect(readBody((await one("35-cut-off.eml")).body).problems[0]?.sentence).toMatch(
      /^The hunk is short: its head counts 4 more/,
    );
  });

  test("base64 with a footer, parts without an end, an unknown charset, no blank line", async () => {
    const base64 = await one("36-broken-base64.eml");
    expect(base64.body.split("\n").slice(0, 4)).toEqual(Array(4).fill("This part can be read."));
    expect(base64.problems[0]).toBe("12: This line is not base64. What could be decoded is shown.");
    const cut = await one("37-multipart-no-end.eml");
    expect(cut.body).toBe("The text is here, the rest is not.");
    expect(cut.problems[0]).toMatch(/cut off here/);
    const martian = await one("44-unknown-charset.eml");
    expect(martian.body).toBe("Works on four machines.");
    expect(martian.problems).toEqual([
      '4: The date "yesterday" can\'t be read. It is kept as text.',
      '7: The charset "x-martian" is not known here. The text is read as UTF-8.',
    ]);
    const noBlank = await one("43-no-blank-line.txt");
    expect(noBlank.body.startsWith("This counts the tagged pages")).toBe(true);
    expect(noBlank.problems[0]).toMatch(/^4: There is no blank line/);
  });

  test("no head at all; nothing at all", async () => {
    expect((await one("38-text-only.txt")).problems[0]).toMatch(/^1: There is no head/);
    expect((await one("39-bare.diff")).problems).toEqual([]);
    expect((await readMails(" \n\n")).problems[0]?.sentence).toMatch(/^There is no text in it\./);
  });

  test("signatures and footers of lists", async () => {
    expect(blocks((await one("41-list-footer.eml")).body)).toEqual(["trailers", "prose", "signature"]);
    expect(blocks((await one("40-cover-b4.eml")).body).at(-1)).toBe("signature");
  });
});

describe("what git prints of commits", () => {
  const commit = (hash: string, title: string) => `commit ${hash.repeat(40)} (HEAD -> lazy)
Merge: 1111111 2222222
Author: Dana Author <dana@example.org>
Date:   Tue Nov 17 16:20:11 2026 +0100

    ${title}
    and its second line

    Take shadow and origin when a page is handed out.

        an example, indented

    Signed-off-by: Dana Author <dana@example.org>

diff --git a/mm/a.c b/mm/a.c
--- a/mm/a.c
+++ b/mm/a.c
@@ -1 +1 @@
-int x;
+int y;
`;

  test("a commit is the mail that format-patch would make of it", async () => {
    const { mails, leftOut, problems } = await readMails(commit("a", "mm: kmsan: allocate lazily"));
    const [mail] = mails;
    expect(mails).toHaveLength(1);
    expect(mail?.head).toMatchObject({
      subject: "mm: kmsan: allocate lazily and its second line",
      from: { name: "Dana Author", address: "dana@example.org" },
      time: Date.UTC(2026, 10, 17, 15, 20, 11),
    });
    expect(mail?.body.split("\n").slice(0, 5)).toEqual([
      "Take shadow and origin when a page is handed out.",
      "",
      "    an example, indented",
      "",
      "Signed-off-by: Dana Author <dana@example.org>",
    ]);
    expect(blocks(mail?.body ?? "")).toEqual(["prose", "trailers", "prose", "diff"]);
    expect(leftOut.map(({ line }) => line)).toEqual([1, 2]);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      "There is no Message-ID. The reply can't be threaded: add it from the archive's raw mail.",
    ]);
  });

  test("git log -p: each commit is a mail; a line of a message that speaks of a commit is none", async () => {
    const text = commit("a", "one") + commit("b", `two, after\n    commit ${"c".repeat(40)}`);
    const { mails } = await readMails(text);
    expect(mails.map(({ head }) => head.subject)).toEqual([
      "one and its second line",
      `two, after commit ${"c".repeat(40)} and its second line`,
    ]);
  });
});

test("what looks like a mail when it is pasted", () => {
  const are = [...FILES].filter((file) => looksLikeMail(readFileSync(resolve(FOLDER, file), "utf8")));
  // Text without a head and a page of pipermail: the Import dialog takes them, a paste makes a note.
  expect(FILES.filter((file) => !are.includes(file))).toEqual(["30-pipermail.txt", "38-text-only.txt"]);
  for (const note of ["From: here to there", "Ask Dana\n\nTo: do it", "a -> b\nDate: tomorrow"])
    expect(looksLikeMail(note)).toBe(false);
});
