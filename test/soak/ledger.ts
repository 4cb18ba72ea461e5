import { createHash } from "node:crypto";
import { checkBoard, readBoard, readThreads } from "@carveout/model";
import * as prng from "lib0/prng";
import * as Y from "yjs";
import { rawJson } from "../../server/testing/bench";
import { Guest, INSTANCE } from "../../server/testing/house";
import type { Writer } from "./writer";

/** The first bytes of a PNG of 1 × 1 pixels: all that the server looks at. */
const PNG = [
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
];
const MAX_PICTURE_BYTES = 60_000;

const authorization = `Bearer ${INSTANCE}`;

export interface MadeBoard {
  id: string;
  editor: string;
}

/** What the server has said it keeps, and the questions that find out whether it does. */
export class Ledger {
  readonly boards = new Set<string>();
  readonly pictures = new Map<string, string>();
  /** What somebody has seen, by board: as state vectors. */
  private readonly seen = new Map<string, Map<number, number>>();
  private readonly fresh = new Set<string>();

  async makeBoard(origin: string): Promise<MadeBoard> {
    const response = await fetch(`${origin}/api/boards`, { method: "POST", headers: { authorization } });
    const { id, links } = (await response.json()) as { id: string; links: { editor: string } };
    this.boards.add(id);
    this.fresh.add(id);
    return { id, editor: new URL(links.editor).searchParams.get("token") ?? "" };
  }

  async putPicture(origin: string, board: string, random: prng.PRNG): Promise<void> {
    const body = new Uint8Array(prng.int32(random, PNG.length, MAX_PICTURE_BYTES));
    for (let at = 0; at < body.length; at++) body[at] = PNG[at] ?? prng.int32(random, 0, 255);
    const address = `${origin}/api/boards/${board}/images`;
    const response = await fetch(address, { method: "POST", headers: { authorization }, body });
    const { hash } = (await response.json()) as { hash: string };
    this.pictures.set(hash, board);
    this.fresh.add(hash);
  }

  /** `doc` was on somebody's screen: it has to be part of the board for ever. */
  see(board: string, doc: Y.Doc): void {
    const seen = this.seen.get(board) ?? new Map<number, number>();
    this.seen.set(board, seen);
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc)))
      seen.set(client, Math.max(clock, seen.get(client) ?? 0));
  }

  /** What of one board is not there, or not valid, in words. */
  async missing(origin: string, board: string, writers: readonly Writer[]): Promise<string[]> {
    const reader = await new Guest(origin.replace("http", "ws"), board, INSTANCE, {}).synced();
    const { doc } = reader;
    reader.leave();
    const lost: string[] = [];
    const stored = readBoard(doc);
    try {
      checkBoard(stored);
    } catch (error) {
      lost.push(`${board} is not valid: ${String(error)}`);
    }
    const { items, meta } = rawJson(doc) as { items: object; meta: object };
    if (JSON.stringify(sorted(items)) !== JSON.stringify(sorted(stored.items)))
      lost.push(`${board} holds something that is no part of a board`);
    if (Object.keys(meta).some((key) => !["title", "carveout"].includes(key)))
      lost.push(`${board} has unknown keys: ${Object.keys(meta).join(", ")}`);
    if (doc.store.pendingStructs !== null) lost.push(`${board} has edits that stand on nothing`);
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const [client, clock] of this.seen.get(board) ?? [])
      if ((vector.get(client) ?? 0) < clock)
        lost.push(`${board}: client ${client} was seen up to ${clock} and is kept to ${vector.get(client)}`);
    const comments = new Map(
      Object.values(readThreads(doc)).flatMap((thread) => thread.comments.map(({ id, text }) => [id, text])),
    );
    for (const writer of writers) {
      lost.push(...writer.missing(stored.items));
      for (const [id, text] of writer.said)
        if (comments.get(id) !== text) lost.push(`${board}: ${id} is not what was said`);
    }
    return lost;
  }

  /** What is gone of the boards and pictures that were acknowledged since the last look, or of `all`. */
  async missingMade(origin: string, all: boolean): Promise<string[]> {
    const lost: string[] = [];
    const response = await fetch(`${origin}/api/boards`, { headers: { authorization } });
    const listed = new Set(((await response.json()) as { id: string }[]).map(({ id }) => id));
    for (const id of this.boards) if (!listed.has(id)) lost.push(`board ${id} is not listed`);
    for (const id of all ? this.boards : [...this.boards].filter((id) => this.fresh.has(id))) {
      const board = await fetch(`${origin}/api/boards/${id}`, { headers: { authorization } });
      try {
        checkBoard(await board.json());
      } catch (error) {
        lost.push(`board ${id} is not valid: ${String(error)}`);
      }
    }
    for (const [hash, board] of this.pictures) {
      if (!all && !this.fresh.has(hash)) continue;
      const picture = await fetch(`${origin}/api/boards/${board}/images/${hash}`, {
        headers: { authorization },
      });
      const bytes = new Uint8Array(await picture.arrayBuffer());
      if (createHash("sha256").update(bytes).digest("hex") !== hash) lost.push(`picture ${hash} of ${board}`);
    }
    this.fresh.clear();
    return lost;
  }
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
