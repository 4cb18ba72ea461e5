import { percentile } from "../figures";
import type { Outcome, Spread } from "./load";
import { PEER_TITLES, type PeerName } from "./peers";
import type { Scenario } from "./scenarios";

const MIB = 1024 ** 2;
const median = (values: readonly number[]) => percentile(values, 50);

/** A peer's rounds as one: medians, and of the tails also the best round, which other work on the machine has disturbed least. */
interface Summary {
  cpuSeconds: number;
  /** Processor time of the server for one edit at one client, microseconds. */
  microsecondsPerDelivered: number;
  latency: Figures | null;
  acknowledged: Figures | null;
  refused: Figures | null;
  residentMiB: number;
  frames: number;
  deliveredPercent: number;
  converged: boolean;
  load: number;
}

interface Figures {
  median: Spread;
  best: Spread;
}

const SPREAD = ["p50", "p95", "p99"] as const;
type Timing = "latency" | "acknowledged" | "refused";

function summary(outcomes: readonly Outcome[]): Summary {
  const middle = (read: (outcome: Outcome) => number) => median(outcomes.map(read));
  const figures = (timing: Timing): Figures | null => {
    const spreads = outcomes.map((outcome) => outcome[timing]).filter((spread) => spread !== undefined);
    if (spreads.length === 0) return null;
    const each = (pick: (values: number[]) => number) =>
      Object.fromEntries(
        SPREAD.map((p) => [p, pick(spreads.map((spread) => spread[p]))]),
      ) as unknown as Spread;
    return { median: each(median), best: each((values) => Math.min(...values)) };
  };
  return {
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    microsecondsPerDelivered: middle(({ cpuSeconds, delivered }) => (cpuSeconds * 1e6) / delivered),
    latency: figures("latency"),
    acknowledged: figures("acknowledged"),
    refused: figures("refused"),
    residentMiB: middle(({ residentBytes }) => residentBytes / MIB),
    frames: middle(({ frames }) => frames),
    deliveredPercent: middle(({ delivered, expected }) => (100 * delivered) / expected),
    converged: outcomes.every(({ converged }) => converged),
    load: middle(({ load }) => load),
  };
}

/** Prints a scenario's table and, where somebody else can be compared with, how Carveout stands to them. */
export function report(scenario: Scenario, outcomes: ReadonlyMap<PeerName, readonly Outcome[]>): void {
  console.log(`\n${scenario.title}`);
  const summaries = new Map<PeerName, Summary>();
  for (const [peer, rounds] of outcomes) if (rounds.length > 0) summaries.set(peer, summary(rounds));
  console.log(
    `${"".padEnd(28)}   CPU s  us/edit  p50 ms (best)     p95 ms (best)     p99 ms (best)     RSS MiB   frames  delivered  same  load`,
  );
  for (const [peer, s] of summaries) console.log(line(PEER_TITLES[peer], s));
  const ours = summaries.get("carveout");
  if (ours === undefined) return;
  for (const timing of ["acknowledged", "refused"] as const) {
    const figures = ours[timing];
    if (figures !== null)
      console.log(
        `  ${timing === "acknowledged" ? "durable acknowledgement" : "refusal at the sender"}: ${cells(figures)}`,
      );
  }
  for (const [peer, s] of summaries) {
    if (peer === "carveout") continue;
    const ratios = [`CPU ${(ours.cpuSeconds / s.cpuSeconds).toFixed(2)}`];
    if (ours.latency !== null && s.latency !== null)
      ratios.push(
        `p99 ${(ours.latency.median.p99 / s.latency.median.p99).toFixed(2)}`,
        `best p99 ${(ours.latency.best.p99 / s.latency.best.p99).toFixed(2)}`,
      );
    if (scenario.kind === "edits")
      ratios.push(
        `CPU per delivered edit ${(ours.microsecondsPerDelivered / s.microsecondsPerDelivered).toFixed(2)}`,
      );
    console.log(`  Carveout to ${PEER_TITLES[peer]}: ${ratios.join(", ")}`);
  }
}

function line(title: string, s: Summary): string {
  const figures = s.latency === null ? "".padEnd(54) : cells(s.latency);
  return [
    title.padEnd(28),
    s.cpuSeconds.toFixed(2).padStart(7),
    s.microsecondsPerDelivered.toFixed(2).padStart(8),
    "",
    figures,
    s.residentMiB.toFixed(0).padStart(7),
    s.frames.toFixed(0).padStart(8),
    `${s.deliveredPercent.toFixed(1)} %`.padStart(10),
    (s.converged ? "yes" : "NO").padStart(5),
    `${(s.load * 100).toFixed(0)} %`.padStart(5),
  ].join(" ");
}

function cells({ median: middle, best }: Figures): string {
  return SPREAD.map((p) => `${middle[p].toFixed(1)} (${best[p].toFixed(1)})`.padEnd(18)).join("");
}
