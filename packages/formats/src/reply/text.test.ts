import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { checkReply } from "./check";
import { emlOf } from "./eml";
import { initialsOf } from "./initials";
import { tableLines } from "./table";
import { wrapText } from "./wrap";

describe("wrapping", () => {
  test("prose at 72, hanging below its bullet", () => {
    expect(wrapText(`- ${"word ".repeat(20).trim()}`)).toEqual([
      `- ${"word ".repeat(14).trim()}`,
      `  ${"word ".repeat(6).trim()}`,
    ]);
  });

  test("code, tables, quotes and URLs stay whole", () => {
    const long = "x".repeat(90);
    const url = `https://lore.example.org/${"a".repeat(80)}`;
    const code = `    if (${long})`;
    const table = `| ${"cell | ".repeat(15)}`.trimEnd();
    expect(wrapText(code)).toEqual([code]);
    expect(wrapText(table)).toEqual([table]);
    expect(wrapText(`order   ${long}   9`)).toEqual([`order   ${long}   9`]);
    expect(wrapText(`> ${long} ${long}`)).toEqual([`> ${long} ${long}`]);
    expect(wrapText(`See ${url} for more`)).toEqual(["See", url, "for more"]);
    expect(wrapText(`\`\`\`c\nint ${long} = 1; and more words behind it\n\`\`\``)).toEqual([
      `  int ${long} = 1; and more words behind it`,
    ]);
  });
});

test("a table that is too wide goes on below, with its labels; a long name ends with a whole word", () => {
  const columns = ["A carve-out", "B lazy allocated", "C page_ext slots", "D nothing at all of it"];
  const lines = tableLines({
    title: "1 GiB, seed 42",
    columns,
    rows: [{ label: "usable pages", cells: ["1", "2", "3", "4"] }],
    command: null,
    permalink: null,
  });
  expect(lines).toEqual([
    "  1 GiB, seed 42  A carve-out  B lazy allocated  C page_ext slots",
    "  usable pages              1                 2                 3",
    "",
    "  1 GiB, seed 42  D nothing at all",
    "  usable pages                   4",
  ]);
});

test("initials tell people apart", () => {
  const names = new Map([
    ["1", "A. Reviewer"],
    ["2", "Anna Reuter"],
    ["3", "Abel Re"],
    ["4", "Abel Re"],
    ["5", "王"],
    ["6", ""],
  ]);
  expect([...initialsOf(names).values()]).toEqual(["AR", "ARe", "AR2", "AR3", "王", "X"]);
});

describe("what is checked before a reply leaves", () => {
  test("top-posting is refused", () => {
    expect(checkReply("I agree.\n\nOn Monday, X wrote:\n> text\n\nYes.").blocks).toHaveLength(1);
    expect(checkReply("I agree.\n\n> text\n").blocks).toHaveLength(1);
    expect(
      checkReply("Hi Dana,\n\nOn Tue, 17 Nov 2026 16:20:11 +0100,\nX wrote:\n> text\n\nYes.").blocks,
    ).toEqual([]);
    expect(checkReply("").blocks).toEqual(["The reply is empty."]);
  });

  test("long lines and a quote without an answer are named", () => {
    const { warnings, long } = checkReply(`> a\n\n${"word ".repeat(20)}\n\n> b`);
    expect(long).toEqual([3]);
    expect(warnings).toHaveLength(2);
  });
});

test("the file reads back as what was written, names beyond ASCII too", async () => {
  const body = "On Tuesday, Jürgen wrote:\n> a\n\nJa — gut.\n";
  const references = Array.from(
    { length: 12 },
    (_, n) => `<2026111715201${n}.8412-3-author@example.org>`,
  ).join(" ");
  const eml = emlOf(
    [
      { name: "To", value: 'Jürgen Prüfer Ångström <j@example.org>, "Wörtlich, W." <w@example.org>' },
      { name: "Subject", value: "Re: Speicher für Prüfsummen: größer als nötig" },
      { name: "References", value: references },
    ],
    body,
  );
  for (const line of eml.split("\r\n")) expect(line.length).toBeLessThanOrEqual(78);
  const mail = await PostalMime.parse(eml);
  expect(mail.to).toEqual([
    { name: "Jürgen Prüfer Ångström", address: "j@example.org" },
    { name: "Wörtlich, W.", address: "w@example.org" },
  ]);
  expect(mail.subject).toBe("Re: Speicher für Prüfsummen: größer als nötig");
  expect(mail.references).toBe(references);
  expect(mail.text).toBe(body);
});
