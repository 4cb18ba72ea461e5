/** The table of boots, for the tests' output and for the docs. */

import type { Comparison, Figure } from "./boots";

const COLUMNS = [
  "spanned, present",
  "managed",
  "min_free_kbytes",
  "watermarks",
  "lowmem reserve",
  "per-cpu lists",
  "struct page",
  "memmap",
  "page_ext",
] as const;

/** Why boots differ. A figure that differs has to be named here, and one that is named has to differ. */
const REASONS: { boots: string[]; reason: string }[] = [
  {
    boots: ["V0-4G-cpu-max", "V0-4G-cpu-max-nogbpages"],
    reason:
      "The boot did not log where some 2,100 reserved pages lie; they are laid at the top of memory, and 8 of them lay in the zone below.",
  },
  {
    boots: ["V5-kmsan-1G", "V5-kmsan-2G"],
    reason:
      "KMSAN keeps two blocks of three by the order in which free ranges come, and so by every hole. The boot did not log " +
      "its holes; the same kernel with memblock=debug is exact.",
  },
  {
    boots: ["deb-2G-numa2"],
    reason:
      "The boot did not log where 159 reserved pages lie. They are laid at the top of memory, which is node 1; 83 of them lay on node 0.",
  },
];

export function reasonFor(boot: string): string | undefined {
  return REASONS.find(({ boots }) => boots.includes(boot))?.reason;
}

export function differing({ figures }: Comparison): Figure[] {
  return figures.filter(({ predicted, measured }) => predicted !== measured);
}

/** Markdown: a row for each boot, then every figure that differs with its reason. */
export function bootsReport(comparisons: Comparison[]): string {
  const rows = comparisons.map((boot) => [
    boot.name,
    boot.isLogged ? "logged" : "counted",
    ...COLUMNS.map((column) => cell(column, boot)),
  ]);
  const all = comparisons.flatMap((boot) => boot.figures);
  const exact = all.filter(({ predicted, measured }) => predicted === measured).length;
  return [
    `${comparisons.length} boots, ${count(all.length)} figures, ${count(exact)} exact.`,
    "",
    ...markdownTable(["boot", "reserved list", ...COLUMNS], rows),
    "",
    "Not exact:",
    "",
    ...comparisons.flatMap(differencesOf),
  ].join("\n");
}

/** The value where there is one, the number of zones or sets otherwise; "=" if all of it is exact, "–" if nothing was measured. */
function cell(column: (typeof COLUMNS)[number], { figures }: Comparison): string {
  const names: string[] = column === "spanned, present" ? ["spanned", "present"] : [column];
  const own = figures.filter(({ quantity }) => names.includes(quantity));
  if (own.length === 0) return "–";
  const off = own.filter(({ predicted, measured }) => predicted !== measured).length;
  const whole = own.find(({ zone }) => zone === "");
  const mark = off === 0 ? "=" : `${off} of ${own.length} differ`;
  return whole === undefined ? mark : `${count(Number(whole.predicted))} ${mark}`;
}

function differencesOf(boot: Comparison): string[] {
  const zones = new Map<string, string[]>();
  for (const { zone, quantity, predicted, measured } of differing(boot)) {
    const line = `${quantity} ${predicted} for ${measured}`;
    const lines = zones.get(zone) ?? [];
    if (!lines.includes(line)) zones.set(zone, [...lines, line]);
  }
  if (zones.size === 0) return [];
  const figures = [...zones].map(([zone, lines]) => `${zone}: ${lines.join(", ")}`);
  return [`- **${boot.name}.** ${reasonFor(boot.name) ?? "No reason is known."} ${figures.join(". ")}.`];
}

/** In columns of one width, as the formatter of this repository has it. */
export function markdownTable(head: string[], rows: string[][]): string[] {
  const widths = head.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
