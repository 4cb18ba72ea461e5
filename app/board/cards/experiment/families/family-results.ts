import { strategiesByFamily, strategyOf } from "@carveout/model";
import type { Figure, FigureUnit } from "@carveout/sim";
import type { ChartLine } from "../../../charts/lines";
import type { ShownVariant } from "../use-experiment";

/** One figure of a family with the value of every variant, null where its strategy does not tell it. */
export interface FigureRow extends Omit<Figure, "value"> {
  /** Text where the unit is "address". */
  values: (Figure["value"] | null)[];
}

export interface GaugeLines {
  key: string;
  label: string;
  unit: FigureUnit;
  lines: ChartLine[];
}

/** What the variants' strategies of one family tell, side by side. */
export interface FamilyResult {
  family: string;
  title: string;
  /** A variant names a strategy of it; of the others the profile's own kernel tells. */
  isAsked: boolean;
  /** The title of each variant's strategy, or why there is none. */
  strategies: string[];
  rows: FigureRow[];
  gauges: GaugeLines[];
}

/** The families that tell something in any of the variants: first those that are asked for, each in their order. */
export function familyResults(
  variants: readonly Pick<ShownVariant, "head" | "look" | "column">[],
): FamilyResult[] {
  const told = new Set(
    variants.flatMap(({ column: { live } }) => [
      ...(live?.figures ?? []).filter(({ figures }) => figures.length > 0).map(({ family }) => family),
      ...(live?.series.gauges ?? []).map(({ family }) => family),
    ]),
  );
  return strategiesByFamily()
    .filter(({ family }) => told.has(family.name))
    .map(({ family: { name, title } }) => ({
      family: name,
      title,
      isAsked: variants.some(({ head }) => head.families.includes(name)),
      strategies: variants.map(({ column }) => strategyTitle(name, column.live)),
      rows: figureRows(name, variants),
      gauges: gaugeLines(name, variants),
    }))
    .sort((a, b) => Number(b.isAsked) - Number(a.isAsked));
}

type Live = NonNullable<ShownVariant["column"]["live"]>;

function strategyTitle(family: string, live: Live | null): string {
  if (live === null) return "not run yet";
  const type = live.figures.find((one) => one.family === family)?.type;
  return type === undefined ? "not in use" : (strategyOf(family, type)?.title ?? type);
}

function figureRows(family: string, variants: readonly Pick<ShownVariant, "column">[]): FigureRow[] {
  const rows = new Map<string, FigureRow>();
  variants.forEach(({ column }, index) => {
    for (const told of column.live?.figures ?? [])
      if (told.family === family)
        for (const { value, ...figure } of told.figures) {
          const row = rows.get(figure.key) ?? { ...figure, values: variants.map(() => null) };
          row.values[index] = value;
          rows.set(figure.key, row);
        }
  });
  return [...rows.values()];
}

function gaugeLines(
  family: string,
  variants: readonly Pick<ShownVariant, "look" | "column">[],
): GaugeLines[] {
  const gauges = new Map<string, GaugeLines>();
  for (const { look, column } of variants)
    for (const { family: of, key, label, unit, values } of column.live?.series.gauges ?? [])
      if (of === family) {
        const gauge = gauges.get(key) ?? { key, label, unit, lines: [] };
        gauge.lines.push({ look, t: column.live?.series.tMs ?? [], values });
        gauges.set(key, gauge);
      }
  return [...gauges.values()];
}
