/** How far nodes are from each other, and what follows for the order in which a node asks others for memory. */

import type { Kernel, MachineInput } from "../input";
import { cpusOfNodes } from "./pcp-size";

const LOCAL_DISTANCE = 10;
const REMOTE_DISTANCE = 20;
/** CONFIG_NODES_SHIFT = 10. Only has to be more than the nodes there are. */
const MAX_NODES = 1024;

/** What is wrong with the input's node distances, as a sentence; null if nothing is. */
export function distancesProblem(text: string, nodes: number): string | null {
  if (text.trim() === "") return null;
  const rows = rowsOf(text);
  if (rows.length !== nodes || rows.some((row) => row.length !== nodes)) {
    const shape = rows.map((row) => row.length).join(", ");
    return `${nodes} nodes have memory, so ${nodes} rows of ${nodes} numbers are needed; there are ${rows.length}, of ${shape}.`;
  }
  const isDistance = (n: number) => Number.isInteger(n) && n >= LOCAL_DISTANCE && n <= 254;
  if (!rows.flat().every(isDistance)) return "A distance is a whole number from 10 to 254.";
  return rows.every((row, i) => row[i] === LOCAL_DISTANCE)
    ? null
    : "The distance of a node to itself has to be 10.";
}

/** Distance between nodes by their rank among those with memory; the input must be sound. */
export function distanceBetween(text: string): (from: number, to: number) => number {
  const rows = text.trim() === "" ? [] : rowsOf(text);
  return (from, to) => rows[from]?.[to] ?? (from === to ? LOCAL_DISTANCE : REMOTE_DISTANCE);
}

/**
 * For each node the nodes it takes memory from, itself first: the nearest, among equals one behind it in number and
 * one without cpus, then the one that the nodes before have put first less often.
 * Source: mm/page_alloc.c find_next_best_node(), build_zonelists().
 * @param nids the nodes with memory, ascending
 */
export function nodeOrders(
  nids: number[],
  machine: Pick<MachineInput, "nodeDistances" | "cpus" | "kernel">,
): Map<number, number[]> {
  const distance = distanceBetween(machine.nodeDistances);
  const cpus = cpusOfNodes(nids, machine.cpus);
  const load = nids.map(() => 0);
  const orders = new Map<number, number[]>();
  for (const [own, nid] of nids.entries()) {
    const order = [own];
    while (order.length < nids.length) {
      const best = nearest(
        nids.map((_, n) => n).filter((n) => !order.includes(n)),
        (n) => {
          const hasCpus = (cpus.get(nids[n] ?? -1)?.length ?? 0) > 0;
          const far = distance(own, n) + (n < own ? 1 : 0) + (hasCpus ? 1 : 0);
          return far * MAX_NODES * nids.length + (load[n] ?? 0);
        },
      );
      // The first of each distance is penalised, so that nodes that are equally far away take turns.
      if (distance(own, best) !== distance(own, order.at(-1) ?? own))
        load[best] = loadAfter(load[best] ?? 0, nids.length - order.length, machine.kernel);
      order.push(best);
    }
    orders.set(
      nid,
      order.map((n) => nids[n] ?? nid),
    );
  }
  return orders;
}

/** The penalty of being first: until 5.16 set and not added, until 5.19 more for whoever comes early. */
function loadAfter(before: number, nodesLeft: number, kernel: Kernel): number {
  if (kernel === "5.4") return nodesLeft;
  return before + (kernel === "5.18" ? nodesLeft : 1);
}

function nearest(nodes: number[], value: (node: number) => number): number {
  return nodes.reduce((best, node) => (value(node) < value(best) ? node : best));
}

function rowsOf(text: string): number[][] {
  return text
    .trim()
    .replace(/;\s*$/, "")
    .split(";")
    .map((row) =>
      row
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
}
