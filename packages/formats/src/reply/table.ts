import type { ResultTable } from "./types";
import { COLUMNS } from "./wrap";

const INDENT = "  ";
const GAP = 2;
/** Longest head of a column, characters: three columns fit beside their labels. */
const MAX_HEAD = 16;

/** Figures as columns of plain text, at most 72 wide: what does not fit beside goes below, under the labels again. */
export function tableLines({ title, columns: names, rows, command, permalink }: ResultTable): string[] {
  const lines: string[] = [];
  const columns = names.map(cut);
  const labelWidth = Math.max(title.length, ...rows.map(({ label }) => label.length));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map(({ cells }) => cells[index]?.length ?? 0)),
  );
  for (const group of groupsOf(widths, INDENT.length + labelWidth)) {
    if (lines.length > 0) lines.push("");
    const row = (label: string, cells: readonly string[]) =>
      (
        INDENT +
        label.padEnd(labelWidth) +
        group.map((index) => " ".repeat(GAP) + (cells[index] ?? "").padStart(widths[index] ?? 0)).join("")
      ).trimEnd();
    lines.push(row(title, columns));
    for (const { label, cells } of rows) lines.push(row(label, cells));
  }
  const sources = [command, permalink].filter((source) => source !== null);
  if (sources.length > 0) lines.push("", ...sources.map((source) => INDENT + source));
  return lines;
}

/** Whole words, as far as they fit. */
function cut(name: string): string {
  if (name.length <= MAX_HEAD) return name;
  const words = name.slice(0, MAX_HEAD + 1).replace(/\s+\S*$/, "");
  return words.slice(0, MAX_HEAD);
}

/** Indexes of the columns that stand side by side. */
function groupsOf(widths: readonly number[], label: number): number[][] {
  const groups: number[][] = [[]];
  let used = label;
  for (const [index, width] of widths.entries()) {
    const last = groups.at(-1);
    if (last !== undefined && last.length > 0 && used + GAP + width > COLUMNS) {
      groups.push([index]);
      used = label + GAP + width;
    } else {
      last?.push(index);
      used += GAP + width;
    }
  }
  return groups;
}
