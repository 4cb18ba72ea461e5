/** Reads the text of real /proc files back into what the writers take: just enough for files of v6.1. */

import {
  EMPTY_ZONE,
  type ProcNode,
  type ProcView,
  type ProcZone,
  VM_EVENTS,
} from "../../packages/sim/src/probes/procfs/view";

function viewOf(zones: { nid: number; zone: ProcZone }[], rest: Partial<ProcView> = {}): ProcView {
  const nids = [...new Set(zones.map(({ nid }) => nid))];
  const nodes: ProcNode[] = nids.map((nid) => ({
    nid,
    zones: zones.filter((entry) => entry.nid === nid).map(({ zone }) => zone),
  }));
  return { kernel: "6.1", pageblockOrder: 9, maxOrder: 10, migratetypes: [], nodes, events: {}, ...rest };
}

function numbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

export function readBuddyinfo(text: string): ProcView {
  return viewOf(
    [...text.matchAll(/^Node (\d+), zone +(\S+) (.*)$/gm)].map(([, nid, name, counts]) => ({
      nid: Number(nid),
      zone: {
        ...EMPTY_ZONE,
        name: name as ProcZone["name"],
        presentPages: 1,
        freeBlocks: [numbers(counts ?? "")],
      },
    })),
  );
}

/** The text without the table that page_owner=on adds. */
export function knownPagetypeinfo(text: string): string {
  return text.replace(/\nNumber of mixed blocks .*\n(Node .*\n)*/g, "");
}

export function readPagetypeinfo(whole: string): ProcView {
  const text = knownPagetypeinfo(whole);
  const zones = new Map<string, { nid: number; zone: ProcZone & { freeBlocks: number[][] } }>();
  for (const [, nid, name, counts] of text.matchAll(/^Node +(\d+), zone +(\S+), type +\S+ (.*)$/gm)) {
    const key = `${nid} ${name}`;
    const found = zones.get(key) ?? {
      nid: Number(nid),
      zone: { ...EMPTY_ZONE, name: name as ProcZone["name"], presentPages: 1, freeBlocks: [] },
    };
    zones.set(key, found);
    found.zone.freeBlocks.push(numbers(counts ?? ""));
  }
  for (const [, nid, name, counts] of text.matchAll(/^Node (\d+), zone +([^\s,]+) ([\d ]*)$/gm)) {
    const found = zones.get(`${nid} ${name}`);
    if (found !== undefined) found.zone.pageblocks = numbers(counts ?? "");
  }
  const types = /^Number of blocks type +(.*)$/m.exec(text)?.[1]?.trim().split(/ +/) ?? [];
  const order = Number(/^Page block order: (\d+)$/m.exec(text)?.[1]);
  return viewOf([...zones.values()], { migratetypes: types, pageblockOrder: order });
}

/** The zone counters of /proc/zoneinfo that the model knows. */
const KNOWN_COUNTERS = new Set(["nr_free_pages", "nr_free_cma"]);

/** The text without the counters that the model does not know. */
export function knownZoneinfo(text: string): string {
  return text
    .split("\n")
    .filter((line) => {
      if (line === "  per-node stats") return false;
      const counter = /^ {6}(\S+) +\d+$/.exec(line)?.[1];
      return counter === undefined || KNOWN_COUNTERS.has(counter);
    })
    .join("\n");
}

export function readZoneinfo(text: string): ProcView {
  const zones = text.split(/^(?=Node \d)/m).map((part) => {
    const value = (label: string) => Number(new RegExp(`^ *${label} +(\\d+)$`, "m").exec(part)?.[1] ?? 0);
    const [, nid, name] = /^Node (\d+), zone +(\S+)$/m.exec(part) ?? [];
    const zone: ProcZone = {
      ...EMPTY_ZONE,
      name: name as ProcZone["name"],
      startPfn: value("start_pfn:"),
      spannedPages: value("spanned"),
      presentPages: value("present"),
      managedPages: value("managed"),
      cmaPages: value("cma"),
      freePages: value("pages free"),
      freeCmaPages: value("nr_free_cma"),
      boost: value("boost"),
      min: value("min"),
      low: value("low"),
      high: value("high"),
      protection: numbers(/protection: \((.*)\)/.exec(part)?.[1] ?? ""),
      pagesets: [
        ...part.matchAll(
          /cpu: \d+\n +count: (\d+)\n +high: +(\d+)\n +batch: (\d+)\n +vm stats threshold: (\d+)/g,
        ),
      ].map(([, count, high, batch, threshold]) => ({
        count: Number(count),
        high: Number(high),
        batch: Number(batch),
        statThreshold: Number(threshold),
      })),
    };
    return { nid: Number(nid), zone };
  });
  const view = viewOf(zones);
  const isUnreclaimable = /node_unreclaimable: +1$/m.test(text);
  return { ...view, nodes: view.nodes.map((node) => ({ ...node, isUnreclaimable })) };
}

const KNOWN_LINES = new Set<string>(["nr_free_pages", "nr_free_cma", ...VM_EVENTS]);

/** The lines of /proc/vmstat that the model knows. */
export function knownVmstat(text: string): string {
  return text
    .split("\n")
    .filter((line) => line === "" || KNOWN_LINES.has(line.split(" ")[0] ?? ""))
    .join("\n");
}

export function readVmstat(text: string): ProcView {
  const values = new Map(
    [...text.matchAll(/^(\w+) (\d+)$/gm)].map(([, name, value]) => [name ?? "", Number(value)]),
  );
  const zone = {
    ...EMPTY_ZONE,
    freePages: values.get("nr_free_pages") ?? 0,
    freeCmaPages: values.get("nr_free_cma") ?? 0,
  };
  const events = Object.fromEntries(
    VM_EVENTS.flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : [])),
  );
  return viewOf([{ nid: 0, zone }], { events });
}
