import { formatNumber, roundBytes } from "@carveout/model";
import type { Figure, RunInput, RunResult } from "@carveout/sim";

/** Widest line of a plain-text mail. */
const COLUMNS = 72;

/** A result as plain text for a mail: at most 72 columns, units on every number. */
export function resultText(
  head: string,
  input: RunInput,
  result: RunResult,
  hashes: { run: string; resultHash: string },
): string {
  const { memory } = result;
  const pages = (count: number) =>
    `${formatNumber(count).padStart(12)} pages ${roundBytes(count * input.machine.pageSizeBytes).padStart(12)}`;
  const share = (count: number) => `${((count / memory.presentPages) * 100).toFixed(1).padStart(6)} %`;
  const line = (name: string, count: number) => `   ${name.padEnd(12)}${pages(count)}${share(count)}`;
  const lines = [
    cut(head),
    line(memory.usable === "exact" ? "usable" : "usable, max", memory.usablePages),
    line("shadow", memory.shadowPages),
    line("origin", memory.originPages),
    line("page_ext", memory.pageExtPages),
    line("memmap", memory.memmapPages),
    ...(memory.tagStoragePages > 0 ? [line("tag storage", memory.tagStoragePages)] : []),
    ...(memory.pageTablePages > 0 ? [line("page tables", memory.pageTablePages)] : []),
    line("reserved", memory.reservedPages),
    line("leaked", memory.leakedPages),
    line("present", memory.presentPages),
    "",
    "   order   requested      failed",
    ...result.orders
      .filter((o) => o.requested > 0)
      .map(
        (o) =>
          `   ${String(o.order).padStart(5)}${formatNumber(o.requested).padStart(12)}${formatNumber(o.failed).padStart(12)}`,
      ),
  ];
  for (const group of result.failures) {
    lines.push(
      "",
      ...wrap(
        `${formatNumber(group.count)} × ${group.subject}, first at ${(group.firstMs / 1000).toFixed(3)} s:`,
      ),
    );
    for (const step of group.chain) lines.push(...wrap(`- ${step.sentence}`));
  }
  if (result.panic !== null)
    lines.push(
      "",
      ...wrap(`The kernel stopped at ${(result.panic.tMs / 1000).toFixed(3)} s: ${result.panic.sentence}`),
    );
  for (const { family, type, figures } of result.figures) {
    lines.push("", `   ${family}/${type}`);
    for (const figure of figures) lines.push(...wrap(`${figure.label}: ${valueText(figure)}`));
  }
  for (const warning of result.warnings) lines.push("", ...wrap(`Warning: ${warning.sentence}`));
  lines.push(
    "",
    `   run ${hashes.run}`,
    `   result ${hashes.resultHash}`,
    `   seed ${input.seed}, core ${result.core}`,
    "",
  );
  return lines.join("\n");
}

function valueText(figure: Figure): string {
  if (figure.unit === "address") return figure.value;
  if (figure.unit === "bytes") return roundBytes(figure.value);
  const number = formatNumber(figure.value);
  if (figure.unit === "count") return number;
  return figure.unit === "percent" ? `${number} %` : `${number} ${figure.unit}`;
}

function cut(text: string): string {
  return text.length <= COLUMNS ? text : `${text.slice(0, COLUMNS - 1)}…`;
}

/** Lines of a paragraph, the first three columns in, the others five. */
export function wrap(text: string): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && 5 + current.length + 1 + word.length > COLUMNS) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines.map((line, index) => (index === 0 ? `   ${line}` : `     ${line}`));
}
