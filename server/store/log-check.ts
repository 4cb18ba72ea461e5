import { existsSync, readFileSync } from "node:fs";

/** SQLite's write-ahead log (sqlite.org/fileformat2.html#walformat): a head, then frames, each a head and a page. */
const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;
/** The last bit of the head's first number says how its checksums read the bytes. */
const MAGIC = 0x377f0682;

/**
 * True if the log beside this database has a frame that is none, with commits behind it that were synced once. SQLite takes a log up to its first wrong frame, as
 * if a power cut had torn it there. But what a power cut tears is the last commit: each one is synced before the next begins.
 */
export function hasGap(database: string): boolean {
  const file = `${database}-wal`;
  if (!existsSync(file)) return false;
  const log = readFileSync(file);
  if (log.length < HEAD_BYTES || (log.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return false;
  const sum = new Sum(log, (log.readUInt32BE(0) & 1) === 1);
  const frame = FRAME_HEAD_BYTES + log.readUInt32BE(8);
  sum.add(0, 24);
  let at = HEAD_BYTES;
  for (; at + frame <= log.length && isOfThisLog(log, at); at += frame) {
    sum.add(at, 8);
    sum.add(at + FRAME_HEAD_BYTES, frame - FRAME_HEAD_BYTES);
    if (!sum.is(at + 16)) break;
  }
  // Of the commit that the wrong frame belongs to, it is not known that it was synced; of what comes behind that, it is that this one was.
  let isBehind = false;
  for (; at + frame <= log.length; at += frame) {
    if (!isOfThisLog(log, at)) continue;
    if (isBehind) return true;
    isBehind = isCommit(log, at);
  }
  return false;
}

/** Frames of an earlier round lie behind those of this one, under other numbers. */
function isOfThisLog(log: Buffer, at: number): boolean {
  return log.compare(log, 16, 24, at + 8, at + 16) === 0;
}

/** The last frame of a commit says how large the database is then. */
function isCommit(log: Buffer, at: number): boolean {
  return log.readUInt32BE(at + 4) !== 0;
}

/** The checksum that goes on from frame to frame. */
class Sum {
  private first = 0;
  private second = 0;

  constructor(
    private readonly log: Buffer,
    private readonly isBigEndian: boolean,
  ) {}

  add(from: number, length: number): void {
    for (let at = from; at < from + length; at += 8) {
      this.first = (this.first + this.word(at) + this.second) >>> 0;
      this.second = (this.second + this.word(at + 4) + this.first) >>> 0;
    }
  }

  is(at: number): boolean {
    return this.log.readUInt32BE(at) === this.first && this.log.readUInt32BE(at + 4) === this.second;
  }

  private word(at: number): number {
    return this.isBigEndian ? this.log.readUInt32BE(at) : this.log.readUInt32LE(at);
  }
}
