import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import Database from "better-sqlite3";
import { hasGap } from "./log-check";
import { MIGRATIONS } from "./schema";

/** How long a start waits for another process to let go of the file, ms. */
const LOCK_TIMEOUT_MS = 1000;

/** Opens the file (":memory:" is none) for one process, of this version's form. Throws with a sentence that says what to do. */
export function openDatabase(file: string): Database.Database {
  if (hasGap(file))
    throw new Error(
      `${file}-wal is damaged in the middle, and with it changes that were saved. Move both files away and put a backup in their place: carveout restore BACKUP. Or move the log away alone, and go on without all that it holds.`,
    );
  try {
    return isReadOnly(file) ? openCopy(file) : openOwn(file);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "SQLITE_BUSY")
      throw new Error("Another Carveout uses this data. Stop it, or name another folder in CARVEOUT_DATA.");
    if (code === "SQLITE_NOTADB" || String(code).startsWith("SQLITE_CORRUPT"))
      throw new Error(
        `${file} is damaged. Move it away and put a backup in its place: carveout restore BACKUP.`,
      );
    throw error;
  }
}

function openOwn(file: string): Database.Database {
  const db = new Database(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    // A board is owned by one process: two servers on one file would both write as client 1.
    db.pragma("locking_mode = EXCLUSIVE");
    db.pragma("journal_mode = WAL");
    db.exec("BEGIN IMMEDIATE; COMMIT");
    // FULL: a commit returns after fsync of the log, so that it survives a power cut.
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.function("crc32", { deterministic: true }, (bytes) => crc32(bytes as Buffer));
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Database.Database): void {
  const version = Number(db.pragma("user_version", { simple: true }));
  if (version > MIGRATIONS.length)
    throw new Error(
      "The data was written by a newer Carveout. Start that version, or use another CARVEOUT_DATA.",
    );
  for (const [index, step] of MIGRATIONS.entries())
    if (index >= version)
      db.transaction(() => {
        db.exec(step);
        db.pragma(`user_version = ${index + 1}`);
      })();
}

function isReadOnly(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    for (const place of [file, path.dirname(file)]) accessSync(place, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/**
 * SQLite reads a database with a write-ahead log only where it may write beside it. So a read-only folder is read from a copy, in which nothing can be
 * changed, and which nobody sees: its files lose their names at once.
 */
function openCopy(file: string): Database.Database {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-read-only-"));
  try {
    const copy = path.join(folder, "copy.sqlite");
    for (const end of ["", "-wal"]) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    const db = openOwn(copy);
    db.pragma("query_only = ON");
    return db;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
