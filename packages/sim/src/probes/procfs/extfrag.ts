/**
 * The two files of debugfs under extfrag/, a line for each zone with pages and a column for each order.
 * Source: mm/vmstat.c unusable_show_print(), extfrag_show_print().
 */

import { fragmentationIndex, unusableFreeIndex } from "../../allocator/fragmentation";
import { freeBlocksByOrder, type ProcView, populated, zoneHead } from "./view";

/** extfrag/unusable_index: share of free memory that a request of the order cannot use, 0.000 to 1.000. */
export function unusableIndexFile(view: ProcView): string {
  return indexFile(view, unusableFreeIndex, 0);
}

/**
 * extfrag/extfrag_index: -1.000 where a request of the order would be served; towards 0 or below for lack of memory, towards 1
 * because of fragmentation. The whole part is two wide since v5.15.
 */
export function extfragIndexFile(view: ProcView): string {
  return indexFile(view, fragmentationIndex, view.kernel === "5.4" ? 0 : 2);
}

function indexFile(
  view: ProcView,
  indexOf: (freeBlocks: readonly number[], order: number) => number,
  wholeWidth: number,
): string {
  return view.nodes
    .flatMap((node) =>
      populated(node).map((zone) => {
        const freeBlocks = freeBlocksByOrder(zone, view.maxOrder);
        const cells = freeBlocks.map((_, order) => `${decimal(indexOf(freeBlocks, order), wholeWidth)} `);
        return `${zoneHead(node, zone)} ${cells.join("")}\n`;
      }),
    )
    .join("");
}

/**
 * Thousandths as the kernel prints them: quotient and remainder of C's division, each with its own sign, so that -500 comes
 * out as "0.-500".
 */
function decimal(thousandths: number, wholeWidth: number): string {
  const whole = Math.trunc(thousandths / 1000);
  const rest = thousandths % 1000;
  const digits = `${Math.abs(rest)}`.padStart(rest < 0 ? 2 : 3, "0");
  return `${`${whole === 0 ? 0 : whole}`.padStart(wholeWidth)}.${rest < 0 ? "-" : ""}${digits}`;
}
