/** Folders of /proc files, plain (`buddyinfo`) or as snapshots with a name before them (`before.buddyinfo.txt`). */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  FormatError,
  type PagetypeinfoFacts,
  readBuddyinfo,
  readPagetypeinfo,
  readZoneinfo,
  type ZoneBlocks,
  type ZoneinfoFacts,
} from "@carveout/formats";
import type { StartState, StartZone, ZoneFree } from "@carveout/sim";
import { BadInput } from "../exit";
import { readText } from "../input";

/** The allocator's state at one moment. */
export interface ProcSnapshot {
  /** As in the mark SNAP_<name>_BEGIN; empty for files without a name before them. */
  name: string;
  buddyinfo: ZoneBlocks[];
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
    buddyinfo: (await read("buddyinfo", readBuddyinfo)) ?? [],
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
    state: { zones, kpageflags: await readKpageflags(folder, snapshot.name) },
    phase: snapshot.name === "" ? null : snapshot.name,
  };
}

function startZone(zone: ZoneinfoFacts["zones"][number], snapshot: ProcSnapshot): StartZone {
  const { nid, name } = zone;
  const kind = KINDS.find((known) => known === name);
  if (kind === undefined) throw new BadInput(`zoneinfo: there is no zone '${name}' in this model.`);
  const order = (snapshot.zoneinfo?.zones ?? []).filter((other) => other.nid === nid).map((z) => z.name);
  const types = snapshot.pagetypeinfo?.zones.find((other) => other.nid === nid && other.zone === name);
  const names = snapshot.pagetypeinfo?.types ?? [];
  const typed = <T>(rows: T[], none: T): T[] => TYPES.map((type) => rows[names.indexOf(type)] ?? none);
  const freeBlocks =
    snapshot.buddyinfo.find((other) => other.nid === nid && other.zone === name)?.freeBlocks ?? [];
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
    pcpBatch: zone.pagesets[0]?.batch ?? 1,
    pcpHigh: zone.pagesets[0]?.high ?? 0,
    pcpPages: zone.pagesets.map(({ count }) => count),
    freeBlocks,
    freeBlocksOfType:
      types === undefined
        ? null
        : typed(
            types.freeBlocks,
            freeBlocks.map(() => 0),
          ),
    blocksOfType: types === undefined ? null : typed(types.pageblocks, 0),
  };
}

async function readKpageflags(folder: string, name: string): Promise<Uint32Array | null> {
  const files = await filesOf(folder);
  const stem = name === "" ? "kpageflags" : `kpageflags_${name}`;
  const file = [stem, `${stem}.u64le`, `${stem}.gz`, `${stem}.u64le.gz`].find((f) => files.includes(f));
  if (file === undefined) return null;
  const path = join(folder, file);
  const raw = await readFile(path);
  let bytes: Uint8Array = raw;
  try {
    if (file.endsWith(".gz")) bytes = gunzipSync(raw);
  } catch (error) {
    throw new BadInput(
      `${path}: this is no whole gzip file (${error instanceof Error ? error.message : error}).`,
    );
  }
  if (bytes.length === 0 || bytes.length % 8 !== 0)
    throw new BadInput(
      `${path}: /proc/kpageflags has 8 bytes for each page, this has ${bytes.length} in all.`,
    );
  return new Uint32Array(bytes.slice().buffer);
}

/** Free blocks of a snapshot, by migratetype where it has them. */
export function freeOf(snapshot: ProcSnapshot): ZoneFree[] {
  const { buddyinfo, pagetypeinfo } = snapshot;
  return buddyinfo.map(({ nid, zone, freeBlocks }) => {
    const typed = pagetypeinfo?.zones.find((other) => other.nid === nid && other.zone === zone);
    const names = pagetypeinfo?.types ?? [];
    const none = freeBlocks.map(() => 0);
    return {
      nid,
      kind: zone,
      free:
        typed === undefined
          ? [freeBlocks]
          : TYPES.map((type) => typed.freeBlocks[names.indexOf(type)] ?? none),
    };
  });
}

async function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => {
    throw new BadInput(`${folder}: there is no such folder.`);
  });
}

function find(files: string[], name: string): string | undefined {
  return files.find((file) => file === name || file === `${name}.txt`);
}
