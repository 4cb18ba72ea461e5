/** What a replay found, as text for a mail. */

import { formatNumber } from "@carveout/model";
import type { ReplayResult, SnapshotResult } from "./replay-trace";

const TYPES = ["Unmovable", "Movable", "Reclaimable"];

/** Differences that a replay has to stay within. */
export const BOUNDS = { free: 0.01, order: 0.15, unusable: 0.05, extfrag: 1.5 } as const;

export function replayText(result: ReplayResult): string {
  const { counts, events, trace, guessed } = result;
  return [
    ...result.snapshots.flatMap((snapshot) => [...snapshotText(snapshot), ""]),
    "events                           predicted    measured",
    row("fallbacks (extfrag)", events.extfrag, sum(counts.tracedExtfrag)),
    ...fallbackRows(result),
    row("to per-cpu lists", events.pcpRefills, counts.tracedRefills),
    row("from per-cpu lists", events.pcpDrains, counts.tracedDrains),
    "",
    `${formatNumber(counts.allocations)} allocations, ${formatNumber(counts.samePage)} of them (${percent(
      counts.samePage / Math.max(1, counts.allocations),
    )}) the very page the kernel chose.`,
    `${formatNumber(counts.frees)} frees, ${formatNumber(counts.migrated)} migrations.`,
    ...sentences([
      [counts.failed, "requests that the kernel served failed here."],
      [counts.failedInTrace, "requests failed in the kernel."],
      [counts.silentAllocations, "allocations without an event (bulk) were inferred."],
      [counts.silentFrees, "pages were handed out again without having been freed."],
      [counts.unknownFrees, "frees of pages of which nothing is known were passed over."],
      [guessed.pcpPages, "pages of per-cpu lists at the start are a guess."],
      [guessed.freeBlocks, "free blocks at the start have a guessed migratetype."],
      [trace.lost.events, "events were lost when the trace was taken: what they did is missing."],
      [trace.damaged.count, "damaged lines were skipped."],
    ]),
    ...trace.damaged.first.map(({ line, reason }) => `line ${line}: ${reason}`),
    "",
  ].join("\n");
}

/** One line: the four figures of a snapshot. */
export function figures({ agreement }: SnapshotResult): string {
  const { freeError, orderDistance, typeDistance, unusableError } = agreement;
  const types = typeDistance === null ? "" : `, by type too ${percent(typeDistance)}`;
  return `free ${signed(freeError)}, orders ${percent(orderDistance)} apart${types}, unusable index ${unusableError.toFixed(4)}`;
}

/** True if the snapshot stays within the bounds. */
export function isWithin({ agreement }: SnapshotResult): boolean {
  return (
    Math.abs(agreement.freeError) <= BOUNDS.free &&
    agreement.orderDistance <= BOUNDS.order &&
    agreement.unusableError <= BOUNDS.unusable
  );
}

/** True if fallbacks were predicted within their factor. */
export function fallbacksAreWithin({ events, counts }: ReplayResult): boolean {
  const measured = sum(counts.tracedExtfrag);
  return events.extfrag <= BOUNDS.extfrag * measured && measured <= BOUNDS.extfrag * events.extfrag;
}

function snapshotText(snapshot: SnapshotResult): string[] {
  const lines = [`${snapshot.name}: ${figures(snapshot)}`];
  for (const zone of snapshot.measured) {
    const predicted =
      snapshot.predicted.find(({ nid, kind }) => nid === zone.nid && kind === zone.kind)?.free ?? [];
    const orders = zone.free[0]?.length ?? 0;
    lines.push(
      `  node ${zone.nid} zone ${zone.kind}, free blocks by order, predicted and measured`,
      ...blockRows("all", total(predicted, orders), total(zone.free, orders)),
    );
    if (zone.free.length < 2) continue;
    for (const [type, name] of TYPES.entries())
      lines.push(...blockRows(name, predicted[type] ?? [], zone.free[type] ?? []));
  }
  return lines;
}

function blockRows(name: string, predicted: readonly number[], measured: readonly number[]): string[] {
  const cells = (row: readonly number[]) => row.map((blocks) => ` ${String(blocks).padStart(4)}`).join("");
  return [`  ${name.padEnd(12)}p${cells(predicted)}`, `  ${"".padEnd(12)}m${cells(measured)}`];
}

function total(rows: readonly (readonly number[])[], orders: number): number[] {
  return Array.from({ length: orders }, (_, order) => rows.reduce((s, row) => s + (row[order] ?? 0), 0));
}

function fallbackRows({ counts, events }: ReplayResult): string[] {
  return TYPES.flatMap((wanted, i) =>
    TYPES.flatMap((taken, j) => {
      const predicted = events.extfragOf[TYPES.length * i + j] ?? 0;
      const measured = counts.tracedExtfrag[TYPES.length * i + j] ?? 0;
      return predicted + measured === 0 ? [] : [row(`  ${wanted} from ${taken}`, predicted, measured)];
    }),
  );
}

function row(name: string, predicted: number, measured: number): string {
  return `${name.padEnd(30)}${formatNumber(predicted).padStart(12)}${formatNumber(measured).padStart(12)}`;
}

function sentences(counted: [number, string][]): string[] {
  return counted.filter(([count]) => count > 0).map(([count, text]) => `${formatNumber(count)} ${text}`);
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const signed = (share: number) => `${share > 0 ? "+" : ""}${(100 * share).toFixed(3)} %`;

function sum(counts: Int32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
