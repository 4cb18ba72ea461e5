/** Reads what was dropped: sorts texts into kinds and keeps the best of each. */

import { type DmesgFacts, readDmesg } from "../dmesg/dmesg";
import { type FileKind, FormatError } from "../errors";
import { type IomemFacts, readIomem } from "../proc/iomem";
import { type MeminfoFacts, readMeminfo } from "../proc/meminfo";
import { type NdctlNamespace, readNdctl } from "../proc/ndctl";
import { readZoneinfo, type ZoneinfoFacts } from "../proc/zoneinfo";
import { recognise } from "../recognise";
import type { ImportNote } from "./profile";
import { replay } from "./replay";

export interface NamedText {
  name: string;
  text: string;
}

export interface Evidence {
  iomem: IomemFacts | null;
  zoneinfo: ZoneinfoFacts | null;
  meminfo: MeminfoFacts | null;
  dmesg: DmesgFacts | null;
  ndctl: NdctlNamespace[] | null;
  notes: ImportNote[];
}

/** Reads all of it. A text that is not what it looks like becomes a warning, not an error: the others may do. */
export function readFiles(files: NamedText[]): Evidence {
  const evidence: Evidence = {
    iomem: null,
    zoneinfo: null,
    meminfo: null,
    dmesg: null,
    ndctl: null,
    notes: [],
  };
  const warn = (sentence: string) => evidence.notes.push({ severity: "warning", sentence });
  for (const { name, text } of files) {
    try {
      const parts = recognise(name, text);
      if (parts.length === 0) {
        warn(
          `${name} is neither /proc/iomem, /proc/zoneinfo, /proc/meminfo, a kernel log nor a list of ndctl. It was left out.`,
        );
      }
      for (const part of parts) take(evidence, part.kind, part.text);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      warn(`${name} was left out. ${error.sentence}`);
    }
  }
  return evidence;
}

function take(evidence: Evidence, kind: FileKind, text: string): void {
  if (kind === "iomem") evidence.iomem ??= readIomem(text);
  else if (kind === "zoneinfo") evidence.zoneinfo ??= readZoneinfo(text);
  else if (kind === "meminfo") evidence.meminfo ??= readMeminfo(text);
  else if (kind === "ndctl") evidence.ndctl ??= readNdctl(text);
  else {
    const dmesg = readDmesg(text);
    if (evidence.dmesg === null || worth(dmesg) > worth(evidence.dmesg)) evidence.dmesg = dmesg;
  }
}

/** A console capture and a dmesg of one boot may both be there, each with other gaps. */
function worth(dmesg: DmesgFacts): number {
  const isReplayable = replay(dmesg.memblock, 4096) !== null;
  return (isReplayable ? 4 : 0) + (dmesg.handOver !== null ? 2 : 0) + (dmesg.isComplete ? 1 : 0);
}
