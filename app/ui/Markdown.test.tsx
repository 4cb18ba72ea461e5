import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Markdown } from "./Markdown";

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

describe("Markdown", () => {
  test("shows headings, lists, code, tables and emphasis", () => {
    const shown = html("# Why\n\n- *a*\n- **b**\n\n```\nx < y\n```\n\n|n|v|\n|-|-:|\n|1|2|");
    expect(shown).toContain("<em>a</em>");
    expect(shown).toContain("<strong>b</strong>");
    expect(shown).toContain("x &lt; y");
    expect(shown).toMatch(/<h2[^>]*>Why<\/h2>/);
    expect(shown).toMatch(/<td style="text-align:right">2<\/td>/);
  });

  test("its headings lie one below the other without a gap, whatever depths were typed", () => {
    const levels = (text: string) => [...html(text).matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels("### a\n###### b\n## c\n#### d")).toEqual([2, 3, 2, 3]);
    expect(levels("> # said\n\n# mine")).toEqual([2]);
  });

  test("keeps the line breaks of what was typed", () => {
    expect(html("one\ntwo")).toContain("one<br/>two");
  });

  test("links to the web and to people, and to nothing else", () => {
    expect(html("https://lore.kernel.org/linux-mm/")).toContain('href="https://lore.kernel.org/linux-mm/"');
    expect(html("[mail](mailto:a@example.org)")).toContain('href="mailto:a@example.org"');
    for (const address of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "vbscript:x",
      "//x.org",
    ])
      expect(html(`[here](${address})`)).not.toContain("href");
  });

  test("tags and pictures stay the characters they are", () => {
    const shown = html(
      "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\nan ![alt](https://x.org/a.png)",
    );
    expect(shown).not.toMatch(/<(script|img)/);
    expect(shown).toContain("&lt;script&gt;");
    expect(shown).toContain("![alt](https://x.org/a.png)");
  });

  test("what is nested without end is shown as it was written", () => {
    expect(html(">".repeat(20_000))).toContain("&gt;&gt;&gt;");
    expect(html(`${"> ".repeat(60)}deep`)).toContain("deep");
    expect(html(`${"**a _b ".repeat(100)}`)).toContain("a");
  });

  test("no text makes an element that runs, loads or leads anywhere else", () => {
    const bits = [
      "<",
      ">",
      "[",
      "](",
      ")",
      "javascript:",
      "data:",
      "!",
      "`",
      "*",
      "_",
      "\n",
      "- ",
      "> ",
      "&lt;",
      "a",
      "http://",
      "|",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), { maxLength: 40 }),
        (parts) => {
          const shown = html(parts.join(""));
          expect(shown).not.toMatch(/<(script|img|iframe|svg|style|object|form|button)\b/i);
          expect(shown).not.toMatch(/<[^>]*\son[a-z]+=/i);
          for (const [, href] of shown.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?|mailto):/);
        },
      ),
      { numRuns: 400 },
    );
  });
});
