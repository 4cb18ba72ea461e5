import { type ProcNode, type ProcPageset, type ProcView, type ProcZone, zoneHead } from "./view";

/**
 * /proc/zoneinfo: every zone of every node, those without pages too. Left out, for the model has no such figures: per-node
 * statistics, the zone's LRU, mlock, bounce and zspages counters, and NUMA events.
 * Source: mm/vmstat.c zoneinfo_show_print(). v5.4 has neither "boost" nor "cma"; v6.6 prints as v6.1.
 */
export function zoneinfo(view: ProcView): string {
  return view.nodes
    .flatMap((node) => node.zones.map((zone) => `${zoneLines(view, node, zone).join("\n")}\n`))
    .join("");
}

function zoneLines(view: ProcView, node: ProcNode, zone: ProcZone): string[] {
  const isOld = view.kernel === "5.4";
  const lines = [
    zoneHead(node, zone),
    `  pages free     ${zone.freePages}`,
    ...(isOld ? [] : [`        boost    ${zone.boost}`]),
    `        min      ${zone.min}`,
    `        low      ${zone.low}`,
    `        high     ${zone.high}`,
    `        spanned  ${zone.spannedPages}`,
    `        present  ${zone.presentPages}`,
    `        managed  ${zone.managedPages}`,
    ...(isOld ? [] : [`        cma      ${zone.cmaPages}`]),
    `        protection: (${zone.protection.join(", ")})`,
  ];
  if (zone.presentPages === 0) return lines;
  return [
    ...lines,
    `      ${"nr_free_pages".padEnd(12)} ${zone.freePages}`,
    `      ${"nr_free_cma".padEnd(12)} ${zone.freeCmaPages}`,
    "  pagesets",
    ...zone.pagesets.flatMap(pagesetLines),
    ...(node.isUnreclaimable === undefined ? [] : [`  node_unreclaimable:  ${Number(node.isUnreclaimable)}`]),
    `  start_pfn:           ${zone.startPfn}`,
  ];
}

function pagesetLines({ count, high, batch, statThreshold }: ProcPageset, cpu: number): string[] {
  return [
    `    cpu: ${cpu}`,
    `              count: ${count}`,
    `              high:  ${high}`,
    `              batch: ${batch}`,
    `  vm stats threshold: ${statThreshold}`,
  ];
}
