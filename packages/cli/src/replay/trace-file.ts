/** A trace from a file, plain or gzip, in pieces: never the whole of it in memory. */

import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { type TraceBatch, TraceError, TraceScanner, type TraceSummary } from "@carveout/formats";
import { BadInput } from "../exit";

const CHUNK_BYTES = 1024 * 1024;

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
  const isCompressed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const stream = isCompressed ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  file.on("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) {
      scanner.push(chunk as Uint8Array);
      onProgress(size === 0 ? 1 : file.bytesRead / size);
    }
    return scanner.end();
  } catch (error) {
    if (error instanceof TraceError) throw new BadInput(`${path}: ${error.sentence}`);
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code.startsWith("Z_"))
      throw new BadInput(`${path}: this gzip file is damaged or cut off (${(error as Error).message}).`);
    throw error;
  } finally {
    file.destroy();
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
