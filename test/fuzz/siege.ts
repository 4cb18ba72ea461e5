import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BoardEdits, itemsOf, readBoard } from "@carveout/model";
import * as Y from "yjs";
import { firstLine, Killable } from "../../server/testing/killable";
import { pause, percentile } from "../bench/figures";
import { type Client, connect } from "../support/client";
import type { Siege } from "./attackers";

const TOKEN = "instance-token-for-the-siege-0123456789";
/** Who attacks, one socket each at a time. */
const ROLES = ["editor", "editor", "owner", "commenter", "viewer", "editor"];
const EDITS_BEFORE = 400;
const PAUSE_MS = 5;
const PAGE_BYTES = 4096;
const MIB = 1024 ** 2;

export interface SiegeFigures {
  frames: number;
  sockets: number;
  framesPerSecond: number;
  /** Edit to the other one's observer, ms. */
  before: { p50: number; p95: number };
  during: { p50: number; p95: number };
  editsDuring: number;
  /** The server, once it is warm and in the end: what it uses after a full collection, outside of the heap too, and what is resident then. MiB. */
  warm: Memory;
  end: Memory;
  /** The most that was ever resident in between, MiB, which is what the collector let pile up as well. */
  mostResident: number;
  /** What the board has come to, which is kept: client ids that have written, and bytes of its state. */
  clients: number;
  boardBytes: number;
  /** Updates by the rule that rejected them. What could not be read as a frame is in none. */
  rejected: Record<string, number>;
  /** What was not as it has to be. */
  problems: string[];
}

interface Memory {
  used: number;
  resident: number;
}

/**
 * Mutated frames by the thousand against a running server, from people of every role, while two others work on the same board. They come in parts, after each of
 * which the memory is looked at; the first is until the heap has the size that it works with.
 */
export async function siege(
  frames: number,
  seed: number,
  parts: number,
  tell: (part: object) => void = () => {},
): Promise<SiegeFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-siege-"));
  const server = await Killable.of("server/testing/bare-server.ts");
  const attackers = await Killable.of("test/fuzz/attackers.ts");
  try {
    const lines = server.start([path.join(folder, "boards.db"), TOKEN]);
    const line = async () => String((await once(lines, "line"))[0]);
    const port = Number(await line());
    const origin = `http://127.0.0.1:${port}`;
    const { id, links } = await newBoard(origin);
    const token = (role: string) => new URL(links[role] ?? "").searchParams.get("token") ?? "";
    const writer = await connect(origin, id, token("editor"));
    const reader = await connect(origin, id, token("viewer"));
    const pair = await Pair.of(writer, reader);
    const before = await pair.measure(() => pair.count >= EDITS_BEFORE);
    const resident = () =>
      (Number(readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES) / MIB;
    const memory = async (): Promise<Memory> => {
      const told = line();
      process.kill(server.pid, "SIGUSR2");
      const { heapUsed, external } = JSON.parse(await told) as NodeJS.MemoryUsage;
      return { used: (heapUsed + external) / MIB, resident: resident() };
    };
    const besiege = async (part: number) => {
      const all = ROLES.map((role) => ({
        address: `ws://127.0.0.1:${port}/ws/${id}?wire=1&token=${token(role)}`,
        mayWrite: role === "editor" || role === "owner",
      }));
      const siege: Siege = { attackers: all, frames: frames / parts, seed: seed * 1000 + part };
      return Number(await firstLine(attackers.start([JSON.stringify(siege)])));
    };
    let sockets = await besiege(0);
    const warm = await memory();
    let mostResident = warm.resident;
    let isOver = false;
    const watch = setInterval(() => {
      mostResident = Math.max(mostResident, resident());
    }, 100);
    const start = performance.now();
    const during = pair.measure(() => isOver);
    let end = warm;
    for (let part = 1; part < parts; part++) {
      sockets += await besiege(part);
      end = await memory();
      tell({ part, sockets, seconds: (performance.now() - start) / 1000, ...end, mostResident });
    }
    const seconds = (performance.now() - start) / 1000;
    isOver = true;
    clearInterval(watch);
    const times = await during;
    const problems = await differences(origin, id, token("viewer"), [writer, reader]);
    const of = (all: number[]) => ({ p50: percentile(all, 50), p95: percentile(all, 95) });
    const figures = {
      frames,
      sockets,
      framesPerSecond: (frames * (parts - 1)) / parts / seconds,
      before: of(before),
      during: of(times),
      editsDuring: times.length,
      warm,
      end,
      mostResident,
      clients: reader.doc.store.clients.size,
      boardBytes: Y.encodeStateAsUpdate(reader.doc).length,
      rejected: await rejectedOf(origin),
      problems,
    };
    writer.close();
    reader.close();
    return figures;
  } finally {
    await attackers.remove();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function newBoard(origin: string): Promise<{ id: string; links: Record<string, string> }> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${origin}/api/boards`, {
    method: "POST",
    headers,
    body: '{"title":"Siege"}',
  });
  return (await response.json()) as { id: string; links: Record<string, string> };
}

/** Two people, one of whom writes what the other sees. */
class Pair {
  count = 0;
  private seen: () => void = () => {};

  private constructor(
    private readonly edits: BoardEdits,
    private readonly reader: Y.Doc,
  ) {}

  static async of(writer: Client, reader: Client): Promise<Pair> {
    const pair = new Pair(new BoardEdits(writer.doc, "pair"), reader.doc);
    pair.edits.add({ kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "" }, "pair-1");
    while (!itemsOf(reader.doc).has("pair-1")) await pause(PAUSE_MS);
    itemsOf(reader.doc).observeDeep(() => pair.seen());
    return pair;
  }

  async measure(isOver: () => boolean): Promise<number[]> {
    const times: number[] = [];
    while (!isOver()) {
      const x = ++this.count;
      const start = performance.now();
      const arrived = new Promise<void>((done) => {
        this.seen = () => {
          const geo = itemsOf(this.reader).get("pair-1")?.get("geo") as { x: number } | undefined;
          if (geo?.x === x) done();
        };
      });
      this.edits.move([{ id: "pair-1", geo: { x, y: 0, w: 100 } }]);
      await arrived;
      times.push(performance.now() - start);
      await pause(PAUSE_MS);
    }
    return times;
  }
}

/** After everything: all have the same valid board, and the server never had to load it again. */
async function differences(
  origin: string,
  board: string,
  token: string,
  clients: Client[],
): Promise<string[]> {
  const late = await connect(origin, board, token);
  await pause(500);
  const problems: string[] = [];
  for (const [i, { doc }] of clients.entries())
    if (!isDeepStrictEqual(readBoard(doc), readBoard(late.doc)) || !sameState(doc, late.doc))
      problems.push(`Client ${i} has another board than a late joiner.`);
  late.close();
  const failed = /^carveout_rooms_failed_total (\d+)$/m.exec(await metricsOf(origin))?.[1] ?? "0";
  if (failed !== "0") problems.push(`${failed} times a board had to be loaded again.`);
  return problems;
}

async function metricsOf(origin: string): Promise<string> {
  const response = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return response.text();
}

/** How many updates each rule has rejected. */
async function rejectedOf(origin: string): Promise<Record<string, number>> {
  const found = (await metricsOf(origin)).matchAll(/^carveout_rejected_total\{rule="(G\d+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, rule = "", count]) => [rule, Number(count)]));
}

function sameState(a: Y.Doc, b: Y.Doc): boolean {
  return isDeepStrictEqual(
    Y.decodeStateVector(Y.encodeStateVector(a)),
    Y.decodeStateVector(Y.encodeStateVector(b)),
  );
}
