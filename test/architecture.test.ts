import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/** Who may import whom, as ARCHITECTURE.md draws it. Types may be taken from sim by everybody: they cost nothing at run time. */
const MAY_IMPORT: Record<string, string[]> = {
  app: ["canvas", "wire", "model", "formats"],
  server: ["wire", "model", "formats", "sim"],
  "packages/cli": ["model", "formats", "sim"],
  "packages/model": [],
  "packages/canvas": [],
  "packages/wire": [],
  "packages/formats": [],
  "packages/sim": [],
};

/** What the simulation core must not touch: it is pure and has no clock. */
const IMPURE =
  /\b(Math\.random|Date\.now|new Date|performance\.now|setTimeout|setInterval|crypto\.|process\.|require\()/;
/** Functions whose last bit differs between engines. Powers of two are exact in all of them. */
const INEXACT =
  /\bMath\.(log|log2|log10|log1p|exp|expm1|pow|sin|cos|tan|cbrt|hypot|atan|atan2|asin|acos|sinh|cosh|tanh)\b|(?<!\b2 )\*\*/;

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    if (name === "node_modules" || name === "fixtures") continue;
    const path = resolve(folder, name);
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name) && !/\.(test|contract)\.tsx?$/.test(name)) yield path;
  }
}

interface Import {
  from: string;
  isType: boolean;
}

function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?["']([^"']+)["']/gm,
  ))
    found.push({ from: match[2] ?? "", isType: match[1] !== undefined });
  for (const match of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ from: match[1] ?? "", isType: false });
  return found;
}

describe("imports run one way", () => {
  for (const [folder, allowed] of Object.entries(MAY_IMPORT))
    test(folder, () => {
      const wrong: string[] = [];
      let files = 0;
      for (const file of sources(resolve(ROOT, folder))) {
        files++;
        for (const { from, isType } of importsOf(readFileSync(file, "utf8"))) {
          const own = /^@carveout\/([a-z]+)/.exec(from)?.[1];
          const isOutside =
            from.startsWith(".") &&
            relative(resolve(ROOT, folder), resolve(dirname(file), from)).startsWith("..");
          const isAllowed =
            own === undefined ? !isOutside : allowed.includes(own) || (own === "sim" && isType);
          if (!isAllowed) wrong.push(`${relative(ROOT, file)} imports ${from}`);
        }
      }
      expect(files).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    });
});

/** The canvas's folders, from the uppermost down; a file at the root that is none of them may take from all. */
const CANVAS_FOLDERS = [
  "screen",
  "drawings",
  "tools",
  "draw",
  "board",
  "people",
  "arrange",
  "scene",
  "picture",
  "camera",
  "plane",
];

describe("files build on each other", () => {
  for (const folder of [
    "packages/canvas",
    "packages/wire",
    "packages/formats",
    "packages/cli",
    "packages/model",
  ])
    test(`${folder}: nothing goes round in a circle`, () => {
      expect(circleIn(resolve(ROOT, folder))).toBeNull();
    });

  test("the canvas's folders import downwards only", () => {
    const root = resolve(ROOT, "packages/canvas/src");
    const rankOf = (file: string) => CANVAS_FOLDERS.indexOf(relative(root, file).split("/")[0] ?? "");
    const wrong = [...importsWithin(root)].flatMap(([file, targets]) =>
      targets
        .filter((target) => rankOf(file) >= 0 && rankOf(target) < rankOf(file))
        .map((target) => `${relative(root, file)} imports ${relative(root, target)}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** The files of a folder, each with those it imports. */
function importsWithin(folder: string): Map<string, string[]> {
  const files = new Set(sources(folder));
  return new Map(
    [...files].map((file) => [
      file,
      importsOf(readFileSync(file, "utf8")).flatMap(({ from }) => {
        if (!from.startsWith(".")) return [];
        const path = resolve(dirname(file), from);
        return [`${path}.ts`, `${path}.tsx`, `${path}/index.ts`].filter((one) => files.has(one));
      }),
    ]),
  );
}

/** Files that import each other in turn, the first one again at the end; null where there are none. */
function circleIn(folder: string): string[] | null {
  const graph = importsWithin(folder);
  const done = new Set<string>();
  const find = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file))
      return [...way.slice(way.indexOf(file)), file].map((one) => relative(folder, one));
    if (done.has(file)) return null;
    for (const target of graph.get(file) ?? []) {
      const circle = find(target, [...way, file]);
      if (circle !== null) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = find(file, []);
    if (circle !== null) return circle;
  }
  return null;
}

describe("the simulation core is pure", () => {
  test("no input, no output, no clock, no import from outside, nothing whose last bit depends on the engine", () => {
    const wrong: string[] = [];
    for (const file of sources(resolve(ROOT, "packages/sim"))) {
      // What tests share is no part of the core.
      if (file.includes("/src/testing/")) continue;
      const text = readFileSync(file, "utf8");
      const code = text
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
        .replace(/(["'`])(?:\\.|(?!\1)[^\\])*\1/g, '""');
      for (const rule of [IMPURE, INEXACT]) {
        const hit = rule.exec(code);
        if (hit) wrong.push(`${relative(ROOT, file)}: ${hit[0]}`);
      }
      for (const { from } of importsOf(text))
        if (!from.startsWith(".")) wrong.push(`${relative(ROOT, file)} imports ${from}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("shared content is never markup", () => {
  /** What the browser draws with, and what comes into it of the packages. */
  const SHOWN = ["app", "packages/canvas", "packages/model", "packages/formats", "packages/wire"];
  const filesWith = (pattern: RegExp) =>
    SHOWN.flatMap((folder) => [...sources(resolve(ROOT, folder))])
      .filter((file) => pattern.test(readFileSync(file, "utf8")))
      .map((file) => relative(ROOT, file));

  test("nothing makes markup or code of a text", () => {
    const markup =
      /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|setHTMLUnsafe|document\.write|srcdoc|createContextualFragment/i;
    expect(filesWith(markup)).toEqual([]);
    expect(filesWith(/\beval\(|\bnew Function\(|set(Timeout|Interval)\(\s*["'`]|javascript:/)).toEqual([]);
  });

  test("a text is parsed as markup in one place, of the canvas's own drawing, and never shown as it came", () => {
    expect(filesWith(/DOMParser/)).toEqual(["app/board/export/pdf.ts"]);
  });

  test("an address that somebody typed leads somewhere by one function only: web and mail", () => {
    expect(filesWith(/new URL\([^)]*\)\.href/)).toEqual([]);
    expect(filesWith(/safeUrl\(/).sort()).toEqual(["app/ui/Markdown.tsx", "app/ui/safe-url.ts"]);
    expect(filesWith(/<a\b[^>]*href=\{?["'`](?!\/|#|https:|mailto:)/)).toEqual([]);
  });
});
