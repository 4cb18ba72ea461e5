/** Folders of /proc files, plain (`buddyinfo`) or as snapshots with a name before them (`before.buddyinfo.txt`). */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type BuddyinfoFacts,
  FormatError,
  PageClass,
  type PagetypeinfoFacts,
  readBuddyinfo,
  readKpageflags,
  readPagetypeinfo,
  readZoneinfo,
  type ZoneinfoFacts,
} from "@carveout/formats";
import {
  ABSENT,
  FREE_PAGE,
  MOVABLE_PAGE,
  OTHER_PAGE,
  type StartState,
  type StartZone,
  UNMARKED_PAGE,
  type ZoneFree,
} from "@carveout/sim";
import { BadInput } from "../exit";
import { readText } from "../input";

/** The allocator's state at one moment. */
export interface ProcSnapshot {
  /** As in the mark SNAP_<name>_BEGIN; empty for files without a name before them. */
  name: string;
  buddyinfo: BuddyinfoFacts;
  pagetypeinfo: PagetypeinfoFacts | null;
  zoneinfo: ZoneinfoFacts | null;
}

const BUDDYINFO = /^(?:(\w+)\.)?buddyinfo(?:\.txt)?$/;

/** The model's names; others than these are left out. */
const KINDS = ["DMA", "DMA32", "Normal", "HighMem", "Movable", "Device"] as const;
const TYPES = ["Unmovable", "Movable", "Reclaimable", "HighAtomic", "CMA", "Isolate"];

/** Every snapshot of a folder, by name. @throws BadInput if there is none, or a file is not what its name says */
export async function readSnapshots(folder: string): Promise<ProcSnapshot[]> {
  const files = await filesOf(folder);
  const names = files.flatMap((file) => {
    const match = BUDDYINFO.exec(file);
    return match === null ? [] : [match[1] ?? ""];
  });
  if (names.length === 0)
    throw new BadInput(
      `${folder}: there is no buddyinfo, neither plain nor as NAME.buddyinfo (with or without .txt).`,
    );
  return Promise.all(names.map((name) => readSnapshot(folder, files, name)));
}

async function readSnapshot(folder: string, files: string[], name: string): Promise<ProcSnapshot> {
  const read = async <T>(what: string, reader: (text: string) => T): Promise<T | null> => {
    const file = find(files, name === "" ? what : `${name}.${what}`);
    if (file === undefined) return null;
    const path = join(folder, file);
    try {
      return reader(await readText(path));
    } catch (error) {
      if (error instanceof FormatError) throw new BadInput(`${path}: ${error.sentence}`);
      throw error;
    }
  };
  return {
    name,
    buddyinfo: (await read("buddyinfo", readBuddyinfo)) ?? { zones: [] },
    pagetypeinfo: await read("pagetypeinfo", readPagetypeinfo),
    zoneinfo: await read("zoneinfo", readZoneinfo),
  };
}

/** Where a replay starts: what the files say, and the name of the mark that they were read behind. */
export interface StartFiles {
  state: StartState;
  /** Null for files without a name: the trace's beginning. */
  phase: string | null;
}

/** Reads the snapshot a replay starts from: the plain one, else the one named 'before'. */
export async function readStart(folder: string): Promise<StartFiles> {
  const snapshots = await readSnapshots(folder);
  const snapshot =
    snapshots.find(({ name }) => name === "") ?? snapshots.find(({ name }) => name === "before");
  if (snapshot === undefined)
    throw new BadInput(
      `${folder}: the start state is buddyinfo or before.buddyinfo; there is ${snapshots.map(({ name }) => `${name}.buddyinfo`).join(", ")}.`,
    );
  const { zoneinfo } = snapshot;
  if (zoneinfo === null)
    throw new BadInput(`${folder}: beside buddyinfo a start state needs the zoneinfo of the same moment.`);
  const zones = zoneinfo.zones.filter(({ managed }) => managed > 0).map((zone) => startZone(zone, snapshot));
  return {
    state: { zones, pages: await readPages(folder, snapshot.name) },
    phase: snapshot.name === "" ? null : snapshot.name,
  };
}

function startZone(zone: ZoneinfoFacts["zones"][number], snapshot: ProcSnapshot): StartZone {
  const { nid, name } = zone;
  const kind = KINDS.find((known) => known === name);
  if (kind === undefined) throw new BadInput(`zoneinfo: there is no zone '${name}' in this model.`);
  const order = (snapshot.zoneinfo?.zones ?? []).filter((other) => other.nid === nid).map((z) => z.name);
  const free = freeOf(snapshot).find((other) => other.nid === nid && other.kind === kind)?.free ?? [];
  const blocks = typesOf(snapshot, nid, name)?.pageblocks;
  return {
    nid,
    kind,
    managedPages: zone.managed,
    minPages: zone.min,
    lowPages: zone.low,
    highPages: zone.high,
    boostPages: zone.boost,
    // The file has a number for each zone the kernel was built with, in its order.
    lowmemReserve: KINDS.map((other) => zone.protection[order.indexOf(other)] ?? 0),
    pcpBatch: zone.pageSets[0]?.batch ?? 1,
    pcpHigh: zone.pageSets[0]?.high ?? 0,
    pcpPages: Array.from({ length: snapshot.zoneinfo?.cpus ?? 1 }, (_, cpu) => countOf(zone, cpu)),
    freeBlocks:
      snapshot.buddyinfo.zones.find((other) => other.nid === nid && other.zone === name)?.free ?? [],
    freeBlocksOfType: blocks === undefined ? null : free,
    blocksOfType: blocks === undefined ? null : TYPES.map((type) => blocks.get(type) ?? 0),
  };
}

function countOf(zone: ZoneinfoFacts["zones"][number], cpu: number): number {
  return zone.pageSets.find((set) => set.cpu === cpu)?.count ?? 0;
}

/** What a page of each class is to the allocator. */
const PAGES = pagesByClass();

function pagesByClass(): Uint8Array {
  const pages = new Uint8Array(Object.keys(PageClass).length).fill(OTHER_PAGE);
  pages[PageClass.absent] = ABSENT;
  pages[PageClass.reserved] = ABSENT;
  pages[PageClass.free] = FREE_PAGE;
  pages[PageClass.anonymous] = MOVABLE_PAGE;
  pages[PageClass.file] = MOVABLE_PAGE;
  pages[PageClass.other] = UNMARKED_PAGE;
  return pages;
}

async function readPages(folder: string, name: string): Promise<Uint8Array | null> {
  const files = await filesOf(folder);
  const stem = name === "" ? "kpageflags" : `kpageflags_${name}`;
  const file = [stem, `${stem}.u64le`, `${stem}.gz`, `${stem}.u64le.gz`].find((f) => files.includes(f));
  if (file === undefined) return null;
  const path = join(folder, file);
  const raw = await readFile(path);
  try {
    const { classes } = readKpageflags(file.endsWith(".gz") ? gunzipSync(raw) : raw);
    return classes.map((pageClass) => PAGES[pageClass] as number);
  } catch (error) {
    if (error instanceof FormatError) throw new BadInput(`${path}: ${error.sentence}`);
    throw new BadInput(
      `${path}: this is no whole gzip file (${error instanceof Error ? error.message : error}).`,
    );
  }
}

/** Free blocks of a snapshot, by migratetype where it has them. */
export function freeOf(snapshot: ProcSnapshot): ZoneFree[] {
  return snapshot.buddyinfo.zones.map(({ nid, zone, free }) => {
    const types = typesOf(snapshot, nid, zone);
    const none = free.map(() => 0);
    const rows = TYPES.map((type) => types?.rows.find((row) => row.type === type)?.free ?? none);
    return { nid, kind: zone, free: types === undefined ? [free] : rows };
  });
}

/** What pagetypeinfo says of a zone; undefined without that file, or where the kernel stopped counting. */
function typesOf({ pagetypeinfo }: ProcSnapshot, nid: number, zone: string) {
  const found = pagetypeinfo?.zones.find((other) => other.nid === nid && other.zone === zone);
  return found?.rows.some(({ isMore }) => isMore.includes(true)) ? undefined : found;
}

async function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => {
    throw new BadInput(`${folder}: there is no such folder.`);
  });
}

function find(files: string[], name: string): string | undefined {
  return files.find((file) => file === name || file === `${name}.txt`);
}
