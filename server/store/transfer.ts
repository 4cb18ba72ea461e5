import type Database from "better-sqlite3";
import { StoreError } from "./error";
import { openDatabase } from "./open";

/** What else of a board there is to be carried, beside what goes at once. */
export interface Pieces {
  moments: number[];
  /** Hashes. */
  images: string[];
}

type Side = "main" | "copy";

/** What a board consists of at one moment: it goes in one transaction. Moments and pictures never change, and may be many and large. */
const CORE = ["links", "updates", "clients", "participants"] as const;

/** Carries boards between this database and another file, by rows, in steps that are short enough to let commits in between. */
export class Transfer {
  /** Brings the file to this version's form, or makes it, and opens it beside this database. */
  constructor(
    private readonly db: Database.Database,
    file: string,
  ) {
    openDatabase(file).close();
    db.prepare("ATTACH ? AS copy").run(file);
    // Whoever makes a copy syncs it as a whole, and has no use for one by half: each page is written once.
    db.pragma("copy.journal_mode = MEMORY");
    db.pragma("copy.synchronous = OFF");
  }

  end(): void {
    this.db.exec("DETACH copy");
  }

  /** Ids of all boards in one of the two. */
  boards(side: Side): string[] {
    return this.column(`SELECT id FROM ${side}.boards ORDER BY id`);
  }

  /** Hashes of all runs here. */
  runs(): string[] {
    return this.column("SELECT hash FROM main.runs");
  }

  /** What a board is now goes to the other file. `check` throws where it is damaged. */
  giveBoard(board: string, check: () => void): Pieces {
    return this.db.transaction(() => {
      check();
      this.carryCore("main", "copy", board);
      return {
        moments: this.column<number>(
          "SELECT number FROM main.moments WHERE board = ? ORDER BY number",
          board,
        ),
        images: this.column<string>("SELECT hash FROM main.board_images WHERE board = ?", board),
      };
    })();
  }

  /** A moment that has been thinned away meanwhile is not there to be given. */
  giveMoment(board: string, number: number): void {
    for (const table of ["moments", "moment_states"])
      this.carry("main", "copy", table, "board = ? AND number = ?", board, number);
  }

  giveImage(board: string, hash: string): void {
    this.carry("main", "copy", "images", "hash = ?", hash);
    this.carry("main", "copy", "board_images", "board = ? AND hash = ?", board, hash);
  }

  giveRun(hash: string): void {
    this.carry("main", "copy", "runs", "hash = ?", hash);
  }

  /** A board comes from the other file with all that is its own. Within a transaction of the caller's. */
  takeBoard(board: string): void {
    if (!this.boards("copy").includes(board)) throw new StoreError(`The backup has no board ${board}.`);
    this.carryCore("copy", "main", board);
    for (const table of ["moments", "moment_states"]) this.carry("copy", "main", table, "board = ?", board);
    const ofBoard = "hash IN (SELECT hash FROM copy.board_images WHERE board = ?)";
    this.carry("copy", "main", "images", ofBoard, board);
    this.carry("copy", "main", "board_images", "board = ?", board);
  }

  /** What comes of a copy and of what it was made from are two boards with one id, from here on. */
  private carryCore(from: Side, to: Side, board: string): void {
    this.carry(from, to, "boards", "id = ?", board);
    this.db.prepare(`UPDATE ${to}.boards SET lineage = lower(hex(randomblob(8))) WHERE id = ?`).run(board);
    for (const table of CORE) this.carry(from, to, table, "board = ?", board);
  }

  /** Pictures and runs are named by what they are, so that one that is there already is the same. */
  private carry(from: Side, to: Side, table: string, where: string, ...of: (string | number)[]): void {
    const or = table === "images" || table === "runs" ? "OR IGNORE " : "";
    this.db
      .prepare(`INSERT ${or}INTO ${to}.${table} SELECT * FROM ${from}.${table} WHERE ${where}`)
      .run(...of);
  }

  private column<T = string>(sql: string, ...of: string[]): T[] {
    return this.db
      .prepare(sql)
      .pluck()
      .all(...of) as T[];
  }
}
