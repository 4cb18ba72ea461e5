import { maxOrderOf, sectionBytes } from "../arch";
import { ImportError } from "../errors";
import { bytes, count, pages } from "../text";
import { balance } from "./balance";
import { banksOf } from "./banks";
import { type Evidence, type NamedText, readFiles } from "./files";
import {
  type Counted,
  counted,
  KMSAN_POINTERS_BYTES,
  type Layout,
  structPageOf,
  type Units,
} from "./hand-over";
import { lateFreed } from "./late-freed";
import {
  archOf,
  cpusOf,
  directMapOptions,
  hasTransparentHugepages,
  kernelDataBytes,
  kernelOf,
  managedPages,
  type Note,
  pageExtClients,
  pageSizeOf,
  ranKmsan,
} from "./machine-facts";
import { pmemOf } from "./pmem";
import type { ImportedBank, ImportedProfile } from "./profile";
import { replay } from "./replay";
import { knownPlaces, loggedReservations, namedReservations } from "./reserved";

const USUAL_STRUCT_PAGE_BYTES = 64;
/** First physical address that four levels of x86-64 page tables do not reach. Source: arch/x86/include/asm/sparsemem.h. */
const FOUR_LEVEL_END = 2 ** 46;

/**
 * A profile from /proc files and a kernel log, any subset that tells where RAM is. What the files do not tell is
 * assumed, and a note says so.
 * @throws ImportError if no file tells where RAM is, or the files contradict each other
 */
export function importProfile(files: NamedText[]): ImportedProfile {
  const evidence = readFiles(files);
  const { dmesg, zoneinfo, notes } = evidence;
  const note: Note = (severity, sentence) => notes.push({ severity, sentence });

  const arch = archOf(evidence, note);
  const pageSizeBytes = pageSizeOf(evidence, arch, note);
  const banks = banksOrReason(evidence, pageSizeBytes);
  const presentPages = banks.reduce((sum, bank) => sum + bank.sizeBytes, 0) / pageSizeBytes;
  const kmsan = ranKmsan(evidence, pageSizeBytes);

  const kernel = kernelOf(evidence, note);

  const section = sectionBytes(arch, kernel, pageSizeBytes);
  const known = { banks, pageSizeBytes, sectionBytes: section, kmsan, isX86: arch === "x86-64" };
  const layout = layOut(evidence, known, note);
  const boot = counted(evidence, kmsan, pageSizeBytes);
  const told = {
    handedOver: boot.handedOver,
    isLogged: layout.isLogged,
    afterPages: Math.ceil((dmesg?.stackDepotBytes ?? 0) / pageSizeBytes),
  };
  const balanced = balance(layout, told, note);
  const late = lateFreed(evidence, boot.late, {
    reserved: balanced.reserved,
    cma: layout.cma,
    pageSizeBytes,
  });
  noteDoubts(evidence, boot, presentPages, note);

  return {
    title: [dmesg?.release ? `Linux ${dmesg.release}` : "", arch, bytes(presentPages * pageSizeBytes)]
      .filter((part) => part !== "")
      .join(", "),
    machine: {
      arch,
      kernel,
      pageSizeBytes,
      fiveLevelPaging:
        arch === "x86-64" && banks.some((bank) => bank.baseBytes + bank.sizeBytes > FOUR_LEVEL_END),
      cpus: cpusOf(evidence, note),
      maxOrder: maxOrderOf(pageSizeBytes),
      pageblockOrder: 0,
      transparentHugepages: hasTransparentHugepages(evidence),
      minFreeKbytes: 0,
      watermarkScaleFactor: 10,
      structPageBytes: layout.structPageBytes,
      banks,
      nodeDistances: "",
      unplacedReservedPages: balanced.unplacedReservedPages,
      unplacedRecordedPages: balanced.unplacedRecordedPages,
      cma: layout.cma,
      deferredInit: dmesg?.deferredInit ?? false,
      ...pageExtClients(evidence),
      debugVm: false,
      ...directMapOptions(evidence),
      kfence: false,
      bbml2: false,
      tlb: [],
      tagStorage: [],
      pmem: pmemOf(evidence, note),
      ...late,
      kernelDataBytes: layout.kernelDataBytes,
    },
    measured: {
      presentPages: zoneinfo?.zones.reduce((sum, zone) => sum + zone.present, 0) ?? null,
      managedPages: zoneinfo === null ? null : managedPages(zoneinfo.zones),
      memTotalPages: boot.memTotal,
      handedOverPages: boot.handedOver,
      zones: zoneinfo?.zones ?? [],
      kmsan,
    },
    notes,
  };
}

/** banksOf(), whose refusal also says which files were left out and why. */
function banksOrReason(evidence: Evidence, pageSizeBytes: number): ImportedBank[] {
  const leftOut = evidence.notes.filter((note) => note.severity === "warning").map((note) => note.sentence);
  try {
    return banksOf(evidence, pageSizeBytes, evidence.notes);
  } catch (error) {
    if (!(error instanceof ImportError) || leftOut.length === 0) throw error;
    throw new ImportError([error.sentence, ...leftOut].join(" "), error.missing);
  }
}

function layOut(
  evidence: Evidence,
  known: Units & { banks: ImportedBank[]; kmsan: boolean; isX86: boolean },
  note: Note,
): Layout & { isLogged: boolean } {
  const { banks, pageSizeBytes, kmsan } = known;
  const replayed = evidence.dmesg === null ? null : replay(evidence.dmesg.memblock, pageSizeBytes);
  const places = knownPlaces(evidence, known.isX86);
  const areas = evidence.dmesg?.cma ?? [];
  const logged = replayed === null ? undefined : structPageOf(banks, replayed.memmapBytes, known);
  if (logged === undefined) {
    note(
      "info",
      `No file tells sizeof(struct page). ${USUAL_STRUCT_PAGE_BYTES} B is assumed, KMSAN's 16 B apart.`,
    );
  }
  if (replayed === null) {
    const isPartial = evidence.dmesg?.memblock.some((event) => event.kind === "reserve") ?? false;
    note(
      isPartial ? "warning" : "info",
      `${isPartial ? "The log's memblock list is not whole" : "No file has a memblock list"}: where most ranges lie is not known. ` +
        "Boot with memblock=debug and a large log_buf_len= to get every range's place.",
    );
  }
  return {
    banks,
    pageSizeBytes,
    sectionBytes: known.sectionBytes,
    kmsan,
    structPageBytes:
      logged === undefined ? USUAL_STRUCT_PAGE_BYTES : logged - (kmsan ? KMSAN_POINTERS_BYTES : 0),
    reserved:
      replayed === null
        ? namedReservations(places, pageSizeBytes)
        : loggedReservations(replayed, places, areas),
    cma: areas.map(({ startBytes, endBytes }) => ({
      baseBytes: startBytes,
      sizeBytes: endBytes - startBytes,
      label: "reserved",
    })),
    kernelDataBytes: kernelDataBytes(evidence),
    isLogged: replayed !== null,
  };
}

function noteDoubts(
  { dmesg, meminfo, zoneinfo }: Evidence,
  boot: Counted,
  presentPages: number,
  note: Note,
): void {
  const zonesPresent = zoneinfo?.zones.reduce((sum, zone) => sum + zone.present, 0) ?? presentPages;
  if (zonesPresent !== presentPages) {
    note(
      "warning",
      `The map holds ${pages(presentPages)}, the zones ${count(zonesPresent)}. The map is used.`,
    );
  }
  if (dmesg !== null && !dmesg.isComplete) {
    note(
      "info",
      "The kernel log's first lines are missing. What they told comes from the other files or is assumed.",
    );
  }
  if (dmesg === null && meminfo !== null) {
    note("info", "Kernel log missing. Pages that were freed late in boot count as handed over. Add dmesg.");
  }
  if (boot.late !== boot.lateLogged) {
    note(
      "warning",
      `MemTotal is ${pages(boot.late)} more than was handed over; the log's 'Freeing' lines tell of ` +
        `${count(boot.lateLogged)}. MemTotal is believed.`,
    );
  }
}
