import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import {
  type BoardJson,
  checkCarried,
  imagesOf,
  MAX_BOARD_IMAGE_BYTES,
  MAX_IMAGE_BYTES,
} from "@carveout/model";
import { storeErrorOf } from "../store/error";
import type { Store } from "../store/store";
import { type Keys, Sieve, unescaped } from "./sieve";

const MIB = 1024 ** 2;
/** Checking a board holds the server up by about 20 ms per MiB; ten thousand cards have about 4 MiB. */
export const MAX_BOARD_BYTES = 8 * MIB;
/** Three bytes of a picture are four characters of a file. */
const textOf = (bytes: number) => Math.ceil(bytes / 3) * 4;
const MAX_FILE_BYTES = MAX_BOARD_BYTES + textOf(MAX_BOARD_IMAGE_BYTES);
/** How the folders begin that pictures wait in. */
const UNFINISHED = "import-";

/** A file that is larger than a board and its pictures can be. */
export class TooLarge extends Error {}

/** What came in: the JSON without its pictures, and those. */
export interface Received {
  json: Buffer;
  images: CarriedImages;
}

/** Receives boards' files. Their pictures wait beside the data until it is known that the rest is a board, so that none of this grows in memory. */
export class Imports {
  constructor(private readonly dataFolder: string) {
    // What a server that was killed left behind.
    for (const name of readdirSync(dataFolder))
      if (name.startsWith(UNFINISHED))
        void rm(path.join(dataFolder, name), { recursive: true }).catch(() => {});
  }

  /**
   * The JSON of a request, with what `use` makes of it. Throws a TooLarge, or a BoardError if a picture is none or another than its hash says.
   * @param place where in the JSON the pictures are.
   */
  async receive<T>(
    request: IncomingMessage,
    place: Keys,
    use: (received: Received) => Promise<T>,
  ): Promise<T> {
    if (Number(request.headers["content-length"] ?? 0) > MAX_FILE_BYTES) throw tooLarge();
    const images = new CarriedImages(this.dataFolder);
    try {
      const sieve = new Sieve(place, textOf(MAX_IMAGE_BYTES));
      const left: Buffer[] = [];
      let [length, total] = [0, 0];
      // Who still sends hears no answer: what is wrong is told at the end.
      let problem: unknown = null;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > MAX_FILE_BYTES) throw tooLarge();
        if (problem !== null) continue;
        try {
          for (const part of sieve.through(chunk)) {
            if ("taken" in part) await images.take(part.key, part.taken);
            else {
              left.push(part.left);
              length += part.left.length;
              if (length > MAX_BOARD_BYTES) throw tooLarge();
            }
          }
        } catch (error) {
          problem = error;
        }
      }
      if (problem !== null) throw problem;
      return await use({ json: Buffer.concat(left), images });
    } finally {
      await images.remove();
    }
  }
}

const tooLarge = () =>
  new TooLarge(
    `The file is larger than ${MAX_BOARD_BYTES / MIB} MiB for the board, ${MAX_IMAGE_BYTES / MIB} MiB for a picture or ${MAX_BOARD_IMAGE_BYTES / MIB} MiB for all pictures.`,
  );

/** The pictures of one file, each in a file of its own. */
export class CarriedImages {
  private readonly known = new Map<string, { type: string; bytes: number }>();
  private folder: Promise<string> | null = null;
  private total = 0;

  constructor(private readonly dataFolder: string) {}

  /** Throws a BoardError or a TooLarge. */
  async take(hash: string, written: Buffer): Promise<void> {
    const bytes = Buffer.from(unescaped(written.toString("latin1")), "base64");
    if (this.known.has(hash)) return;
    const { type } = checkCarried(hash, bytes, sha256);
    this.total += bytes.length;
    if (this.total > MAX_BOARD_IMAGE_BYTES) throw tooLarge();
    try {
      this.folder ??= mkdtemp(path.join(this.dataFolder, UNFINISHED));
      // A name is as good as its hash, which has just been computed.
      await writeFile(path.join(await this.folder, hash), bytes);
    } catch (error) {
      throw storeErrorOf(error);
    }
    this.known.set(hash, { type, bytes: bytes.length });
  }

  /** Those of them that the board shows and has not had. False, and none of them, if there is no room for all. */
  async keep(store: Store, id: string, board: BoardJson): Promise<boolean> {
    const wanted: string[] = [];
    let bytes = await store.imageBytes(id);
    for (const hash of imagesOf(board).keys()) {
      const image = this.known.get(hash);
      if (image === undefined || (await store.hasImage(id, hash))) continue;
      wanted.push(hash);
      bytes += image.bytes;
    }
    if (bytes > MAX_BOARD_IMAGE_BYTES) return false;
    for (const hash of wanted) {
      const { type } = this.known.get(hash) ?? { type: "" };
      await store.keepImage(id, {
        hash,
        type,
        bytes: await readFile(path.join((await this.folder) ?? "", hash)),
      });
    }
    return true;
  }

  async remove(): Promise<void> {
    const folder = await this.folder?.catch(() => null);
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
