import type { ResultTable } from "./types";

/** What a mail says of one variant's run. */
export interface VariantFigures {
  letter: string;
  name: string;
  usablePages: number;
  /** Requests that got nothing. */
  failures: number;
  orders: readonly { order: number; requested: number; failed: number }[];
}

/** Variants side by side: what boot leaves, what failed, and of each order that failed anywhere what was served. */
export function figureTable(
  variants: readonly VariantFigures[],
  about: Pick<ResultTable, "title" | "command" | "permalink">,
): ResultTable {
  const failing = new Set(
    variants.flatMap(({ orders }) => orders.flatMap(({ order, failed }) => (failed > 0 ? [order] : []))),
  );
  const row = (label: string, cell: (variant: VariantFigures) => string) => ({
    label,
    cells: variants.map(cell),
  });
  return {
    ...about,
    columns: variants.map(({ letter, name }) => `${letter} ${name}`),
    rows: [
      row("usable pages", ({ usablePages }) => count(usablePages)),
      row("failures", ({ failures }) => count(failures)),
      ...[...failing]
        .sort((a, b) => a - b)
        .map((order) =>
          row(`order ${order} served`, ({ orders }) => {
            const own = orders.find((each) => each.order === order);
            return own === undefined || own.requested === 0
              ? "none asked"
              : `${count(own.requested - own.failed)}/${count(own.requested)}`;
          }),
        ),
    ],
  };
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
