/** Readers of outside formats. Pure: text or bytes in, facts or a typed error out. */

export type { Arch } from "./arch";
export { type DmesgFacts, type HandOver, readDmesg } from "./dmesg/dmesg";
export type { MemblockEvent } from "./dmesg/memblock-log";
export type { LoggedRam } from "./dmesg/ram-map";
export { type DamagedLine, type FileKind, FormatError, ImportError, TraceError } from "./errors";
export { type BuddyinfoFacts, type BuddyinfoZone, readBuddyinfo } from "./proc/buddyinfo";
export { type IomemFacts, type PlacedNamespace, readIomem } from "./proc/iomem";
export {
  blocksOf,
  type FreeBlock,
  type KpageflagsFacts,
  PageClass,
  PageFlag,
  type PfnRun,
  readKpageflags,
} from "./proc/kpageflags";
export { type MeminfoFacts, readMeminfo } from "./proc/meminfo";
export { type NdctlNamespace, readNdctl } from "./proc/ndctl";
export {
  type FreeRow,
  type PagetypeinfoFacts,
  type PagetypeinfoZone,
  readPagetypeinfo,
} from "./proc/pagetypeinfo";
export { readVmstat } from "./proc/vmstat";
export {
  type NodeFacts,
  type PageSet,
  readZoneinfo,
  type ZoneFacts,
  type ZoneinfoFacts,
} from "./proc/zoneinfo";
export type { NamedText } from "./profile/files";
export { importProfile } from "./profile/import-profile";
export type {
  ImportedBank,
  ImportedCma,
  ImportedMachine,
  ImportedPmem,
  ImportedProfile,
  ImportedReservation,
  ImportNote,
  Measured,
} from "./profile/profile";
export type { NodeRange, Place, Range } from "./range";
export { type Recognised, recognise } from "./recognise";
export { figureTable } from "./reply/figures";
export type { ResultTable } from "./reply/types";
export { type Matter, type Report, reportText } from "./report/report";
export { MAX_TEXT_LENGTH } from "./text";
export type { BufferCounts, Lost } from "./trace/annotations";
export {
  BATCH_EVENTS,
  PAGE_EVENTS,
  PageEvent,
  type PageEventName,
  type TraceBatch,
} from "./trace/batch";
export { TraceScanner, type TraceSummary } from "./trace/scanner";
export type { SideEvent, SideEventName } from "./trace/side-events";
