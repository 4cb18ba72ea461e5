import type { FigureUnit, RunResult } from "@carveout/sim";
import { ANY_ORDER } from "../kinds";
import { formatNumber, roundBytes } from "../quantity";

export type MetricUnit = FigureUnit | "ms" | "permille";

/** Something that every run measures, as one number. */
export interface Metric {
  key: string;
  label: string;
  unit: MetricUnit;
  /** Which way is the better one; null where that is a matter of taste. */
  better: "more" | "less" | null;
  /** Measured for each order, and for all of them together. */
  byOrder: boolean;
  help: string;
}

export const METRICS: readonly Metric[] = [
  {
    key: "usable",
    label: "Usable memory",
    unit: "pages",
    better: "more",
    byOrder: false,
    help: "Pages that callers can get for their own data, after boot.",
  },
  {
    key: "metadata",
    label: "Metadata",
    unit: "pages",
    better: "less",
    byOrder: false,
    help: "Shadow, origin, page_ext, tag storage and page tables that a strategy took.",
  },
  {
    key: "failed",
    label: "Failed requests",
    unit: "count",
    better: "less",
    byOrder: true,
    help: "Page requests that were not served.",
  },
  {
    key: "failed-share",
    label: "Share of requests failed",
    unit: "percent",
    better: "less",
    byOrder: true,
    help: "Of the requests of that order.",
  },
  {
    key: "first-failure",
    label: "First failure",
    unit: "ms",
    better: "more",
    byOrder: true,
    help: "Simulated time of the first request that was not served; never, where all were.",
  },
  {
    key: "other-failures",
    label: "Other failures",
    unit: "count",
    better: "less",
    byOrder: false,
    help: "What failed and is no page request.",
  },
  {
    key: "least-free",
    label: "Least free memory",
    unit: "pages",
    better: "more",
    byOrder: false,
    help: "The smallest of the samples.",
  },
  {
    key: "unusable",
    label: "Highest unusable index",
    unit: "permille",
    better: "less",
    byOrder: true,
    help: "The largest of the samples; for all orders together, that of the largest order.",
  },
  {
    key: "panic",
    label: "Kernel panic",
    unit: "ms",
    better: "more",
    byOrder: false,
    help: "Simulated time at which the kernel stopped; never, where it did not.",
  },
];

/**
 * What a run measured, by the id of the metric. Where a metric is left out there is nothing to measure; what never happened is "never".
 */
export type Measures = Readonly<Record<string, number | typeof NEVER>>;
export const NEVER = "never";

/** "failed", "failed:9", "kmsan/threes". */
export function metricId(key: string, blockOrder: number): string {
  return blockOrder !== ANY_ORDER && metricOf(key)?.byOrder ? `${key}:${blockOrder}` : key;
}

/** A metric by its key, undefined for a family's figure and for what nobody knows. */
export function metricOf(key: string): Metric | undefined {
  return METRICS.find((metric) => metric.key === key);
}

/** All that a result measures. */
export function measure(result: RunResult): Measures {
  const { memory, series, orders, failures, panic, figures } = result;
  const measures: Record<string, number | typeof NEVER> = {
    usable: memory.usablePages,
    metadata:
      memory.shadowPages +
      memory.originPages +
      memory.pageExtPages +
      memory.tagStoragePages +
      memory.pageTablePages,
    "other-failures": sum(failures.map(({ order, count }) => (order < 0 ? count : 0))),
    "least-free": series.freePages.reduce((least, pages) => Math.min(least, pages), Number.MAX_SAFE_INTEGER),
    panic: panic?.tMs ?? NEVER,
    ...ofOrders(orders, ""),
    "first-failure": first(failures.filter(({ order }) => order >= 0)),
    unusable: most(series.unusable.at(-1)),
  };
  for (const counts of orders) {
    if (counts.requested === 0) continue;
    const { order } = counts;
    Object.assign(measures, ofOrders([counts], `:${order}`));
    measures[`first-failure:${order}`] = first(failures.filter((group) => group.order === order));
    measures[`unusable:${order}`] = most(series.unusable[order]);
  }
  for (const { family, figures: told } of figures)
    for (const { key, value } of told) if (typeof value === "number") measures[`${family}/${key}`] = value;
  return measures;
}

function ofOrders(orders: RunResult["orders"], suffix: string): Record<string, number> {
  const failed = sum(orders.map((counts) => counts.failed));
  const requested = sum(orders.map((counts) => counts.requested));
  return {
    [`failed${suffix}`]: failed,
    [`failed-share${suffix}`]: requested === 0 ? 0 : (failed / requested) * 100,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const most = (column: readonly number[] | undefined) => (column ?? []).reduce((a, b) => Math.max(a, b), 0);
const first = (failures: RunResult["failures"]) =>
  failures.length === 0
    ? NEVER
    : failures.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.MAX_SAFE_INTEGER);

/** A measured value with its unit: "73,020 pages (285.2 MiB)", "2.914 s", "never". */
export function measureText(value: number | typeof NEVER, unit: MetricUnit, pageSizeBytes?: number): string {
  if (value === NEVER) return NEVER;
  switch (unit) {
    case "pages": {
      const pages = `${formatNumber(value)} ${value === 1 ? "page" : "pages"}`;
      return pageSizeBytes === undefined ? pages : `${pages} (${roundBytes(value * pageSizeBytes)})`;
    }
    case "bytes":
      return roundBytes(value);
    case "percent":
      return `${formatNumber(value, 1)} %`;
    case "ms":
      return `${(value / 1000).toFixed(3)} s`;
    case "permille":
      return `${formatNumber(value, 0)} of 1,000`;
    case "count":
      return formatNumber(value);
  }
}
