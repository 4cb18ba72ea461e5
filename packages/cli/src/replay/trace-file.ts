/** A trace from a file, plain or gzip, in pieces: never the whole of it in memory. */

import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { type TraceBatch, TraceError, TraceScanner, type TraceSummary } from "@carveout/formats";
import { BadInput } from "../exit";

/** What is read of a file at once: little enough to stay in a core's own cache until it is scanned. */
const PIECE_BYTES = 256 * 1024;

/** Takes a piece and how much of the file was read up to it, bytes. The piece may be written over afterwards. */
type PieceSink = (piece: Uint8Array, read: number) => void;

/**
 * @param onProgress is told the share of the file that was read, 0 to 1
 * @throws BadInput if there is no such file, or it is no trace
 */
export async function readTrace(
  path: string,
  onBatch: (events: TraceBatch) => void,
  onProgress: (share: number) => void = () => {},
): Promise<TraceSummary> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => {
      throw new BadInput(`${path}: there is no such file.`);
    },
  );
  const scanner = new TraceScanner({ onBatch });
  const take: PieceSink = (piece, read) => {
    scanner.push(piece);
    onProgress(read / size);
  };
  try {
    if (await isGzip(path)) await unpack(path, take);
    else readPlain(path, take);
    return scanner.end();
  } catch (error) {
    if (error instanceof TraceError) throw new BadInput(`${path}: ${error.sentence}`);
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code.startsWith("Z_"))
      throw new BadInput(`${path}: this gzip file is damaged or cut off (${(error as Error).message}).`);
    throw error;
  }
}

async function unpack(path: string, take: PieceSink): Promise<void> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  const stream = file.pipe(createGunzip({ chunkSize: PIECE_BYTES }));
  file.on("error", (error) => stream.destroy(error));
  try {
    for await (const piece of stream) take(piece as Uint8Array, file.bytesRead);
  } finally {
    file.destroy();
  }
}

/** Blocks: nothing else is to be done meanwhile, and memory for each piece would cost more than reading it. */
function readPlain(path: string, take: PieceSink): void {
  const memory = new Uint8Array(PIECE_BYTES);
  const file = openSync(path, "r");
  try {
    let read = 0;
    for (let bytes = readSync(file, memory); bytes > 0; bytes = readSync(file, memory)) {
      read += bytes;
      take(memory.subarray(0, bytes), read);
    }
  } finally {
    closeSync(file);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
