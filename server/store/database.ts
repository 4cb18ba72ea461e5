import { unlinkSync } from "node:fs";
import { crc32 } from "node:zlib";
import type Database from "better-sqlite3";
import type { Moment } from "../history/moment";
import { StoreError, storeErrorOf } from "./error";
import { openDatabase } from "./open";
import { BOARD_TABLES, MIGRATIONS } from "./schema";
import type { Append, BoardRecord, Link, NewBoard, Participant, StoredBoard, StoredImage } from "./store";
import { type Pieces, Transfer } from "./transfer";
import { readTurns, type Turn, turnFiles } from "./turns";

interface StoredUpdate {
  number: number;
  bytes: Buffer;
  /** Of the bytes. */
  crc: number;
}

/** The statements of the SQLite store, synchronous. Runs in the store's worker; writes are called inside a transaction that the caller commits. */
export class BoardDatabase {
  private readonly db: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();
  private transfer: Transfer | null = null;

  /** `path` is a file or ":memory:". */
  constructor(path: string) {
    this.db = openDatabase(path);
    if (!this.db.memory && !this.db.pragma("query_only", { simple: true })) this.takeTurns(path);
  }

  /** What a process that was killed had let out and not made durable. */
  private takeTurns(path: string): void {
    const files = turnFiles(path);
    if (files.length === 0) return;
    try {
      this.begin();
      for (const file of files) for (const turn of readTurns(file)) this.takeTurn(turn);
      this.commit();
    } catch (error) {
      this.db.close();
      throw new Error(
        `What people did last before the server ended can't be written (${storeErrorOf(error).message}).`,
      );
    }
    for (const file of files) unlinkSync(file);
  }

  /** Which may be durable all the same: the same structs count once. */
  private takeTurn({ board, lineage, title, at, update }: Turn): void {
    const sql = "SELECT 1 FROM boards WHERE id = ? AND lineage = ?";
    if (this.sql(sql).get(board, lineage) === undefined) return;
    this.append({ board, updates: [update], clients: [], title, at });
  }

  begin(): void {
    this.sql("BEGIN IMMEDIATE").run();
  }

  commit(): void {
    this.sql("COMMIT").run();
  }

  /** Also after a COMMIT that failed, which may have left the transaction open. */
  rollback(): void {
    if (this.db.inTransaction) this.db.exec("ROLLBACK");
  }

  /** Writes what stands there already, which takes a page of the log and its sync like any change. */
  check(): void {
    this.db.pragma(`user_version = ${MIGRATIONS.length}`);
  }

  close(): void {
    this.db.close();
  }

  createBoard({ board, links, seed }: NewBoard): void {
    this.sql("INSERT INTO boards (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)").run(
      board.id,
      board.title,
      board.createdAt,
      board.updatedAt,
    );
    for (const link of links) this.addLink(board.id, link);
    this.sql("INSERT INTO updates VALUES (?, 1, ?, ?)").run(board.id, seed, crc32(seed));
  }

  boards(): BoardRecord[] {
    return this.sql(
      "SELECT id, title, created_at AS createdAt, updated_at AS updatedAt FROM boards WHERE deleted_at IS NULL ORDER BY updated_at DESC, id",
    ).all() as BoardRecord[];
  }

  deleteBoard(board: string, at: number): boolean {
    const sql = "UPDATE boards SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL";
    return this.sql(sql).run(at, board).changes > 0;
  }

  restoreBoard(board: string): boolean {
    const sql = "UPDATE boards SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL";
    return this.sql(sql).run(board).changes > 0;
  }

  purgeBoards(before: number): number {
    const gone = this.sql("SELECT id FROM boards WHERE deleted_at < ?").all(before) as { id: string }[];
    for (const { id } of gone) this.remove(id);
    if (gone.length > 0)
      this.sql("DELETE FROM images WHERE hash NOT IN (SELECT hash FROM board_images)").run();
    return gone.length;
  }

  private remove(board: string): void {
    for (const table of BOARD_TABLES) this.sql(`DELETE FROM ${table} WHERE board = ?`).run(board);
    this.sql("DELETE FROM boards WHERE id = ?").run(board);
  }

  /** Opens another file beside this one; the methods down to endTransfer() carry boards between the two. */
  beginTransfer(file: string): void {
    this.transfer = new Transfer(this.db, file);
  }

  endTransfer(): void {
    this.transfer?.end();
    this.transfer = null;
  }

  listToGive(): { boards: string[]; runs: string[] } {
    return { boards: this.beside.boards("main"), runs: this.beside.runs() };
  }

  giveBoard(board: string): Pieces {
    return this.beside.giveBoard(board, () => this.updates(board));
  }

  giveMoment(board: string, number: number): void {
    this.beside.giveMoment(board, number);
  }

  giveImage(board: string, hash: string): void {
    this.beside.giveImage(board, hash);
  }

  giveRun(hash: string): void {
    this.beside.giveRun(hash);
  }

  /** @param replaces the board that is here goes first */
  takeBoard(board: string, replaces: boolean): void {
    if (replaces) this.remove(board);
    this.beside.takeBoard(board);
  }

  private get beside(): Transfer {
    if (this.transfer === null) throw new StoreError("No transfer has begun.");
    return this.transfer;
  }

  links(board: string): Link[] | null {
    const sql = "SELECT 1 FROM boards WHERE id = ? AND deleted_at IS NULL";
    if (this.sql(sql).get(board) === undefined) return null;
    return this.sql(
      "SELECT id, role, name, made_by AS madeBy, made_at AS madeAt, expires_at AS expiresAt, withdrawn_at AS withdrawnAt, used_at AS usedAt, token FROM links WHERE board = ? ORDER BY rowid",
    ).all(board) as Link[];
  }

  addLink(board: string, link: Link): void {
    this.sql(
      "INSERT INTO links VALUES (:id, :board, :role, :name, :madeBy, :madeAt, :expiresAt, :withdrawnAt, :usedAt, :token)",
    ).run({ ...link, board });
  }

  withdrawLink(board: string, link: string, at: number | null): boolean {
    const sql = "UPDATE links SET withdrawn_at = ? WHERE board = ? AND id = ?";
    return this.sql(sql).run(at, board, link).changes > 0;
  }

  useLink(board: string, link: string, at: number): void {
    this.sql("UPDATE links SET used_at = ? WHERE board = ? AND id = ?").run(at, board, link);
  }

  open(board: string): StoredBoard | null {
    const found = this.sql(
      "SELECT id, title, created_at AS createdAt, updated_at AS updatedAt, lineage FROM boards WHERE id = ? AND deleted_at IS NULL",
    ).get(board) as (BoardRecord & { lineage: string }) | undefined;
    if (found === undefined) return null;
    const { lineage, ...record } = found;
    const updates = this.updates(board);
    const clients = this.sql("SELECT client, participant FROM clients WHERE board = ?").all(board) as {
      client: number;
      participant: string;
    }[];
    return {
      record,
      lineage,
      updates: updates.map(({ bytes }) => new Uint8Array(bytes)),
      last: updates.at(-1)?.number ?? 0,
      clients: clients.map(({ client, participant }) => [client, participant]),
      participants: this.participants(board),
      lastMoment: this.lastMoment(board),
    };
  }

  /** SQLite notices a page whose form is broken, and not one whose content is. */
  private updates(board: string): StoredUpdate[] {
    const sql = "SELECT number, bytes, crc FROM updates WHERE board = ? ORDER BY number";
    const updates = this.sql(sql).all(board) as StoredUpdate[];
    const [first] = updates;
    const isWhole = updates.every(
      ({ number, bytes, crc }, index) => number === (first?.number ?? 0) + index && crc32(bytes) === crc,
    );
    if (first === undefined || !isWhole) throw StoreError.of("damaged");
    return updates;
  }

  append({ board, updates, clients, title, at }: Append): number {
    const { last } = this.sql("SELECT max(number) AS last FROM updates WHERE board = ?").get(board) as {
      last: number | null;
    };
    let number = last ?? 0;
    for (const update of updates)
      this.sql("INSERT INTO updates VALUES (?, ?, ?, ?)").run(board, ++number, update, crc32(update));
    for (const [client, participant] of clients)
      this.sql("INSERT OR IGNORE INTO clients VALUES (?, ?, ?)").run(board, client, participant);
    this.sql("UPDATE boards SET title = ?, updated_at = ? WHERE id = ?").run(title, at, board);
    return number;
  }

  compact(board: string, through: number, snapshot: Uint8Array): void {
    this.sql("DELETE FROM updates WHERE board = ? AND number <= ?").run(board, through);
    this.sql("INSERT INTO updates VALUES (?, ?, ?, ?)").run(board, through, snapshot, crc32(snapshot));
  }

  private participants(board: string): Participant[] {
    const rows = this.sql("SELECT id, name, colour, verified FROM participants WHERE board = ?").all(board);
    return (rows as (Omit<Participant, "verified"> & { verified: number })[]).map(
      ({ verified, ...person }) => ({
        ...person,
        ...(verified === 1 && { verified: true }),
      }),
    );
  }

  keepParticipant(board: string, { id, name, colour, verified }: Participant): void {
    this.sql(
      "INSERT INTO participants VALUES (?, ?, ?, ?, ?) ON CONFLICT (board, id) DO UPDATE SET name = excluded.name, colour = excluded.colour, verified = excluded.verified",
    ).run(board, id, name, colour, Number(verified === true));
  }

  private lastMoment(board: string): StoredBoard["lastMoment"] {
    const row = this.sql("SELECT number, at FROM moments WHERE board = ? ORDER BY number DESC LIMIT 1").get(
      board,
    ) as { number: number; at: number } | undefined;
    return row ?? null;
  }

  keepMoment(board: string, moment: Moment, state: Uint8Array): void {
    const { changes } = this.sql("INSERT OR IGNORE INTO moments VALUES (?, ?, ?, ?)").run(
      board,
      moment.number,
      moment.at,
      JSON.stringify(moment),
    );
    if (changes > 0) this.sql("INSERT INTO moment_states VALUES (?, ?, ?)").run(board, moment.number, state);
  }

  moments(board: string, before: number, limit: number): Moment[] {
    const rows = this.sql(
      "SELECT head FROM moments WHERE board = ? AND number < ? ORDER BY number DESC LIMIT ?",
    ).all(board, before, limit) as { head: string }[];
    return rows.map(({ head }) => JSON.parse(head) as Moment);
  }

  momentState(board: string, number: number): Uint8Array | null {
    const row = this.sql("SELECT state FROM moment_states WHERE board = ? AND number = ?").get(
      board,
      number,
    ) as { state: Buffer } | undefined;
    return row === undefined ? null : new Uint8Array(row.state);
  }

  thinMoments(board: string, dropped: readonly number[], retold: readonly Moment[]): void {
    for (const number of dropped)
      this.sql("DELETE FROM moments WHERE board = ? AND number = ?").run(board, number);
    for (const moment of retold)
      this.sql("UPDATE moments SET head = ? WHERE board = ? AND number = ?").run(
        JSON.stringify(moment),
        board,
        moment.number,
      );
  }

  run(hash: string): Uint8Array | null {
    const row = this.sql("SELECT result FROM runs WHERE hash = ?").get(hash) as
      | { result: Buffer }
      | undefined;
    return row === undefined ? null : new Uint8Array(row.result);
  }

  runsBeginning(prefix: string): string[] {
    // Nothing in a hash comes behind g.
    const rows = this.sql("SELECT hash FROM runs WHERE hash >= ? AND hash < ? ORDER BY hash LIMIT 2").all(
      prefix,
      `${prefix}g`,
    ) as { hash: string }[];
    return rows.map(({ hash }) => hash);
  }

  keepRun(hash: string, result: Uint8Array): void {
    this.sql("INSERT OR IGNORE INTO runs VALUES (?, ?)").run(hash, result);
  }

  purgeRuns(bytes: number): number {
    const newestFirst =
      "SELECT rowid AS row, sum(length(result)) OVER (ORDER BY rowid DESC) AS taken FROM runs";
    const sql = `DELETE FROM runs WHERE rowid IN (SELECT row FROM (${newestFirst}) WHERE taken > ?)`;
    return this.sql(sql).run(bytes).changes;
  }

  keepImage(board: string, { hash, type, bytes }: StoredImage): void {
    this.sql("INSERT OR IGNORE INTO images VALUES (?, ?, ?)").run(hash, type, bytes);
    this.sql("INSERT OR IGNORE INTO board_images VALUES (?, ?)").run(board, hash);
  }

  image(hash: string): StoredImage | null {
    const row = this.sql("SELECT hash, type, bytes FROM images WHERE hash = ?").get(hash) as
      | { hash: string; type: string; bytes: Buffer }
      | undefined;
    return row === undefined ? null : { ...row, bytes: new Uint8Array(row.bytes) };
  }

  hasImage(board: string, hash: string): boolean {
    return this.sql("SELECT 1 FROM board_images WHERE board = ? AND hash = ?").get(board, hash) !== undefined;
  }

  imageBytes(board: string): number {
    const { sum } = this.sql(
      "SELECT total(length(bytes)) AS sum FROM board_images JOIN images USING (hash) WHERE board = ?",
    ).get(board) as { sum: number };
    return sum;
  }

  private sql(text: string): Database.Statement {
    const known = this.statements.get(text);
    if (known !== undefined) return known;
    const statement = this.db.prepare(text);
    this.statements.set(text, statement);
    return statement;
  }
}
