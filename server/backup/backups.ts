import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readdirSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { secretsOf } from "../access/secret-file";
import { storeErrorOf } from "../store/error";
import type { Store } from "../store/store";
import { type BackupHead, backupHead } from "./head";

/** A head has a line for each board, some hundred bytes. */
const MAX_HEAD_BYTES = 16 * 1024 * 1024;
const NEWLINE = 10;
/** How the folders begin that backups are made in. */
const UNFINISHED = "backup-";

/** What was sent is no backup, or not all of one. */
export class BackupError extends Error {}

/** A copy of everything, as a file of its own that goes when it is let go. */
export interface Backup {
  head: BackupHead;
  database: string;
  remove(): Promise<void>;
}

/** Makes backups of a server that goes on, and reads them again. Both take room beside the data for as long as they are under way. */
export class Backups {
  constructor(
    private readonly store: Store,
    private readonly dataFolder: string,
  ) {
    // What a server that was killed left behind.
    for (const name of readdirSync(dataFolder))
      if (name.startsWith(UNFINISHED))
        void rm(path.join(dataFolder, name), { recursive: true }).catch(() => {});
  }

  async make(): Promise<Backup> {
    return this.inFolder(async (database) => {
      // Before the copy is made: what comes meanwhile may be in it, and what the head names has to be.
      const boards = await this.store.boards();
      const damaged = await this.store.backUp(database);
      return {
        "carveout backup": 1,
        madeAt: Date.now(),
        ...(await sumOf(database)),
        boards: boards
          .filter(({ id }) => !damaged.includes(id))
          .map(({ id, title, updatedAt }) => ({ id, title, updatedAt })),
        damaged,
        secrets: secretsOf(this.dataFolder),
      };
    });
  }

  /** Receives a backup and checks that it is whole. Throws a BackupError. */
  async receive(body: Readable): Promise<Backup> {
    return this.inFolder(async (database) => {
      let start = Buffer.alloc(0);
      let head: BackupHead | null = null;
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            if (head !== null) yield chunk;
            else {
              start = Buffer.concat([start, chunk]);
              const end = start.indexOf(NEWLINE);
              if (end < 0 && start.length < MAX_HEAD_BYTES) continue;
              head = parseHead(start.subarray(0, Math.max(0, end)).toString());
              yield start.subarray(end + 1);
            }
          }
        },
        createWriteStream(database),
      );
      if (head === null) throw new BackupError("This is no backup: its first line is missing.");
      return checked(head, await sumOf(database));
    });
  }

  private async inFolder(fill: (database: string) => Promise<BackupHead>): Promise<Backup> {
    const folder = await mkdtemp(path.join(this.dataFolder, UNFINISHED)).catch((error: unknown) => {
      throw storeErrorOf(error);
    });
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const database = path.join(folder, "carveout.sqlite");
      return { head: await fill(database), database, remove };
    } catch (error) {
      await remove();
      throw error instanceof BackupError ? error : storeErrorOf(error);
    }
  }
}

function parseHead(line: string): BackupHead {
  let value: unknown = null;
  try {
    value = JSON.parse(line);
  } catch {
    // The check below says it.
  }
  const parsed = backupHead.safeParse(value);
  if (!parsed.success) throw new BackupError("This is no backup: its first line does not say what it holds.");
  return parsed.data;
}

function checked(head: BackupHead, sum: { bytes: number; sha256: string }): BackupHead {
  if (sum.bytes < head.bytes)
    throw new BackupError(`The backup is cut off: ${sum.bytes} of ${head.bytes} bytes are there.`);
  if (sum.sha256 !== head.sha256)
    throw new BackupError("The backup was changed or damaged: its sum is another.");
  return head;
}

/** Size and sum of a file, which is synced. */
async function sumOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sum = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    sum.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: sum.digest("hex") };
}
