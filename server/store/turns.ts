import {
  closeSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** A file that has grown to this gives way to the next one. Many times what is on its way at a time. */
const MAX_FILE_BYTES = 1024 ** 2;
/** Behind the database's name, and a number. */
const ENDING = "-turns-";
/** Before each turn: the length of what follows and its CRC-32. */
const HEAD_BYTES = 8;

const syncFile = promisify(fdatasync);

/** What went out to a board's people before it was appended. */
export interface Turn {
  board: string;
  /** The board's as it was opened. */
  lineage: string;
  title: string;
  /** Milliseconds since 1970. */
  at: number;
  update: Uint8Array;
}

interface TurnFile {
  path: string;
  descriptor: number;
  bytes: number;
  /** Turns in it that are not appended yet. */
  open: number;
  /** The folder may not know of it after a power cut. */
  isNew: boolean;
  /** A sync of it has failed: what could not be written may be said to be the next time. */
  failed: unknown;
}

/**
 * Turns beside the database, from the moment they go out until they have been appended to it. They are handed to the operating system: the end of this process can't
 * take them back, and once they are synced, a power cut can't either. To sync what is written one after the other costs a fraction of a transaction.
 */
export class Turns {
  private current: TurnFile | null = null;
  private last = 0;
  private readonly unsynced = new Set<TurnFile>();
  private syncing: Promise<void> | null = null;
  private nextSync: Promise<void> | null = null;

  /** @param database its file */
  constructor(private readonly database: string) {}

  /** Returns what is to be called once the turn has been appended, or must not come back. Throws where the file can't be written. */
  keep(turn: Turn): () => void {
    const file = this.fileFor();
    const record = recordOf(turn);
    try {
      if (writeSync(file.descriptor, record) < record.length) throw new Error("The disk is full.");
    } catch (error) {
      // Behind half a turn none is read: the next one stands in a file of its own.
      this.current = null;
      if (file.open === 0) remove(file);
      throw error;
    }
    file.bytes += record.length;
    file.open++;
    this.unsynced.add(file);
    return () => this.settle(file);
  }

  /** Resolves once every turn that is kept so far is durable. Who asks while a sync is on its way waits for the next one, with all others who do. */
  sync(): Promise<void> {
    if (this.syncing === null) return this.startSync();
    const start = () => this.startSync();
    this.nextSync ??= this.syncing.then(start, start);
    return this.nextSync;
  }

  private startSync(): Promise<void> {
    const files = [...this.unsynced];
    this.unsynced.clear();
    this.nextSync = null;
    const syncing = Promise.all(files.map((file) => this.syncFile(file))).then(() => {});
    const end = () => {
      if (this.syncing === syncing) this.syncing = null;
    };
    this.syncing = syncing;
    syncing.then(end, end);
    return syncing;
  }

  private async syncFile(file: TurnFile): Promise<void> {
    try {
      if (file.failed !== null) throw file.failed;
      await syncFile(file.descriptor);
      if (file.isNew) await syncFolderOf(file.path);
      file.isNew = false;
    } catch (error) {
      // All of it has been appended meanwhile, and the file is gone.
      if (file.open === 0) return;
      // What came while it was on its way stands in the same file; what comes now stands in another.
      file.failed = error;
      if (this.current === file) this.current = null;
      throw error;
    }
  }

  /** What is not appended stays for the next start. */
  close(): void {
    if (this.current?.open === 0) remove(this.current);
    this.current = null;
  }

  private fileFor(): TurnFile {
    if (this.current !== null && this.current.bytes < MAX_FILE_BYTES) return this.current;
    const file = `${this.database}${ENDING}${++this.last}`;
    this.current = {
      path: file,
      descriptor: openSync(file, "a"),
      bytes: 0,
      open: 0,
      isNew: true,
      failed: null,
    };
    return this.current;
  }

  private settle(file: TurnFile): void {
    file.open--;
    if (file.open > 0) return;
    this.unsynced.delete(file);
    if (file !== this.current) {
      remove(file);
      return;
    }
    try {
      ftruncateSync(file.descriptor, 0);
      file.bytes = 0;
    } catch {
      // What stays has been appended, and is taken once more at the next start.
    }
  }
}

async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(path.dirname(file));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function remove(file: TurnFile): void {
  try {
    closeSync(file.descriptor);
    unlinkSync(file.path);
  } catch {
    // As above.
  }
}

function recordOf({ board, lineage, title, at, update }: Turn): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, board);
  encoding.writeVarString(encoder, lineage);
  encoding.writeVarString(encoder, title);
  encoding.writeVarUint(encoder, at);
  encoding.writeVarUint8Array(encoder, update);
  const body = encoding.toUint8Array(encoder);
  const record = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  record.writeUInt32LE(body.length, 0);
  record.writeUInt32LE(crc32(body), 4);
  record.set(body, HEAD_BYTES);
  return record;
}

/** The files that another process has left beside a database, in the order they were written. */
export function turnFiles(database: string): string[] {
  const start = path.basename(database) + ENDING;
  const numberOf = (name: string) => Number(name.slice(start.length));
  return readdirSync(path.dirname(database))
    .filter((name) => name.startsWith(start))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((name) => path.join(path.dirname(database), name));
}

/** The turns of a file, up to the first that a power cut has damaged. */
export function readTurns(file: string): Turn[] {
  const bytes = readFileSync(file);
  const turns: Turn[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    const body = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    // Zeros are what a file system puts where nothing was written.
    if (length === 0 || body.length < length || crc32(body) !== bytes.readUInt32LE(at + 4)) break;
    turns.push(turnOf(body));
    at += HEAD_BYTES + length;
  }
  return turns;
}

function turnOf(body: Uint8Array): Turn {
  const decoder = decoding.createDecoder(body);
  return {
    board: decoding.readVarString(decoder),
    lineage: decoding.readVarString(decoder),
    title: decoding.readVarString(decoder),
    at: decoding.readVarUint(decoder),
    update: decoding.readVarUint8Array(decoder),
  };
}
