import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { BadInput } from "../exit";

const NEWLINE = 10;
/** A head has some hundred bytes for each board. */
const MAX_HEAD_BYTES = 16 * 1024 * 1024;

/** The first line of a backup. Behind it comes a database. */
export interface Head {
  "carveout backup": number;
  madeAt: number;
  bytes: number;
  sha256: string;
  boards: { id: string; title: string }[];
  damaged: string[];
  secrets: Record<string, string>;
}

/** Takes a backup as it comes, and says at its end whether it is whole. `name` is what its sentences call it. */
export class ArchiveCheck {
  private start = Buffer.alloc(0);
  private readonly sum: Hash = createHash("sha256");
  private bytes = 0;
  head: Head | null = null;

  constructor(private readonly name: string) {}

  /** Returns what of the database is in this piece. Throws a BadInput. */
  take(piece: Uint8Array): Uint8Array {
    if (this.head !== null) return this.count(piece);
    this.start = Buffer.concat([this.start, piece]);
    const end = this.start.indexOf(NEWLINE);
    if (end < 0 && this.start.length < MAX_HEAD_BYTES) return new Uint8Array();
    this.head = this.parse(this.start.subarray(0, Math.max(0, end)).toString());
    return this.count(this.start.subarray(end + 1));
  }

  /** Throws a BadInput where something is missing or other than it was written. */
  end(): Head {
    const { head } = this;
    if (head === null) throw new BadInput(`${this.name}: this is no backup of Carveout.`);
    if (this.bytes < head.bytes)
      throw new BadInput(
        `${this.name}: the backup is cut off: ${this.bytes} of ${head.bytes} bytes are there.`,
      );
    if (this.sum.digest("hex") !== head.sha256)
      throw new BadInput(`${this.name}: the backup was changed or damaged: its sum is another.`);
    return head;
  }

  private count(piece: Uint8Array): Uint8Array {
    this.sum.update(piece);
    this.bytes += piece.length;
    return piece;
  }

  private parse(line: string): Head {
    try {
      const head = JSON.parse(line) as Head;
      if (head["carveout backup"] === 1) return head;
    } catch {
      // Said below.
    }
    throw new BadInput(`${this.name}: this is no backup of Carveout, or one of a newer version.`);
  }
}

/** Reads a backup file to its end. `put` gets the database. Throws a BadInput. */
export async function readArchive(file: string, put: (piece: Uint8Array) => Promise<unknown>): Promise<Head> {
  const check = new ArchiveCheck(file);
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) await put(check.take(piece));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOENT" ? new BadInput(`${file}: there is no such file.`) : error;
  }
  return check.end();
}
