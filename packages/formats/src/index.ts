/** Readers of outside formats. Pure: text in, facts or a typed error out. */

export type { Arch } from "./arch";
export { type DmesgFacts, type HandOver, readDmesg } from "./dmesg/dmesg";
export type { MemblockEvent } from "./dmesg/memblock-log";
export type { LoggedRam } from "./dmesg/ram-map";
export { type DamagedLine, type FileKind, FormatError, ImportError, TraceError } from "./errors";
export {
  type PagetypeinfoFacts,
  readBuddyinfo,
  readPagetypeinfo,
  type ZoneBlocks,
  type ZoneTypes,
} from "./proc/free-blocks";
export { type IomemFacts, readIomem } from "./proc/iomem";
export { type MeminfoFacts, readMeminfo } from "./proc/meminfo";
export { type Pageset, readZoneinfo, type ZoneFacts, type ZoneinfoFacts } from "./proc/zoneinfo";
export type { NamedText } from "./profile/files";
export { importProfile } from "./profile/import-profile";
export type {
  ImportedBank,
  ImportedCma,
  ImportedMachine,
  ImportedProfile,
  ImportedReservation,
  ImportNote,
  Measured,
} from "./profile/profile";
export type { NodeRange, Place, Range } from "./range";
export { type Recognised, recognise } from "./recognise";
export { MAX_TEXT_LENGTH } from "./text";
export {
  BATCH_EVENTS,
  PAGE_EVENTS,
  PageEvent,
  type PageEventName,
  type TraceBatch,
} from "./trace/batch";
export type { BufferCounts, Lost } from "./trace/furniture";
export { TraceScanner, type TraceSummary } from "./trace/scanner";
export type { SideEvent, SideEventName } from "./trace/side-events";
