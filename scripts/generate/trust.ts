import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { bootNames, compareBoot, dataFolder } from "../../test/support/boots";
import { bootsReport } from "../../test/support/boots-report";
import { directMapReport, mappedBoot } from "../../test/support/directmap";
import { compareKasanBoot, kasanPairs, kasanReport } from "../../test/support/kasan-boots";
import { compareNamespace, namespaceNames, namespacesReport } from "../../test/support/pmem";
import { type Replayed, replayBoth, traceNames, tracesReport } from "../../test/support/traces";

const PAGE = "docs/how-far-to-trust-it.md";

/** Renews the tables of the page, as far as the measurements that they need are there. */
export async function generate(root: string): Promise<Record<string, string>> {
  const data = dataFolder(root);
  const names = bootNames(data);
  if (names.length === 0) return {};
  const page = await readFile(resolve(root, PAGE), "utf8");
  const traces: Replayed[] = [];
  for (const name of traceNames(data)) traces.push(await replayBoth(data, name));
  const blocks: [string, string][] = [
    ["boots", bootsReport(names.map((name) => compareBoot(data, name)))],
    ["kasan", kasanReport(kasanPairs(data).map((pair) => compareKasanBoot(data, pair)))],
    ["direct map", directMapReport(names.flatMap((name) => mappedBoot(data, name) ?? []))],
    ["pmem", namespacesReport(namespaceNames(data).map((name) => compareNamespace(data, name)))],
    ["traces", tracesReport(traces)],
  ];
  return { [PAGE]: blocks.reduce((text, [name, report]) => withBlock(text, name, report), page) };
}

/** Puts text between the marks of a block. */
export function withBlock(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run generate -->\n`, `<!-- end of ${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${PAGE} has no block "${name}".`);
  return `${page.slice(0, from + start.length)}\n${text}\n\n${page.slice(to)}`;
}
