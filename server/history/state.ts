import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { BoardJson } from "@carveout/model";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A board as it is kept: plain JSON, which any later version reads, compressed beside the event loop. */
export async function packState(board: BoardJson): Promise<Uint8Array> {
  return deflate(Buffer.from(JSON.stringify(board)));
}

export async function unpackState(state: Uint8Array): Promise<BoardJson> {
  return JSON.parse((await inflate(state)).toString("utf8")) as BoardJson;
}
