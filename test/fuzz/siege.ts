import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readBoard } from "@carveout/model";
import * as Y from "yjs";
import { firstLine, Killable } from "../../server/testing/killable";
import { pause, percentile } from "../bench/figures";
import { type Client, connect } from "../support/client";
import type { Siege } from "./attackers";
import { Pair } from "./pair";

const TOKEN = "instance-token-for-the-siege-0123456789";
/** Who attacks, one socket each at a time. */
const ROLES = ["editor", "editor", "owner", "commenter", "viewer", "editor"];
/** Of the pair, in each spell without an attack. */
const QUIET_EDITS = 200;
const PAGE_BYTES = 4096;
const MIB = 1024 ** 2;

/** What two honest people and the server felt for a while. */
export interface Spell {
  edits: number;
  /** Edit to the other one's observer, ms. */
  p50: number;
  p95: number;
  /** The server in the end, MiB: what it uses after a full collection, outside of the heap too, and what is resident then. */
  used: number;
  resident: number;
}

/** A spell without an attack, and one with it. */
export interface Part {
  quiet: Spell;
  attacked: Spell;
  sockets: number;
  seconds: number;
  /** The most that was ever resident in the attack, MiB, which is what the collector let pile up as well. */
  mostResident: number;
}

export interface SiegeFigures {
  frames: number;
  sockets: number;
  framesPerSecond: number;
  /** Of all edits after the first part, ms. */
  quiet: { p50: number; p95: number };
  attacked: { p50: number; p95: number };
  /** How many times as long an edit took under attack, by the 95th percentile. */
  p95Ratio: number;
  edits: number;
  /** MiB from the end of the first part to that of the last. */
  grown: { used: number; resident: number };
  mostResident: number;
  /** What a board has come to, which is kept: client ids that have written, and bytes of its state; the most of all boards. */
  clients: number;
  boardBytes: number;
  /** Updates by the rule that rejected them. What could not be read as a frame is in none. */
  rejected: Record<string, number>;
  /** What was not as it has to be. */
  problems: string[];
}

/**
 * Mutated frames by the thousand against a running server, from people of every role, while two others work on the same board. They come in parts: in each the two
 * work alone for a while, and then under attack, so that a slow moment of the machine meets both. Each has a board of its own, for a board takes edits of ten thousand
 * client ids and no more, and then nobody new gets into it. The first is until the server is warm and its heap has the size that it works with, and counts in no
 * figure but `frames`.
 */
export async function siege(
  frames: number,
  seed: number,
  parts: number,
  tell: (part: Part) => void = () => {},
): Promise<SiegeFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-siege-"));
  const server = await Killable.of("server/testing/bare-server.ts");
  const attackers = await Killable.of("test/fuzz/attackers.ts");
  try {
    const lines = server.start([path.join(folder, "boards.db"), TOKEN]);
    const line = async () => String((await once(lines, "line"))[0]);
    const port = Number(await line());
    const origin = `http://127.0.0.1:${port}`;
    const resident = () =>
      (Number(readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES) / MIB;
    const spell = async (times: number[]): Promise<Spell> => {
      const told = line();
      process.kill(server.pid, "SIGUSR2");
      const { heapUsed, external } = JSON.parse(await told) as NodeJS.MemoryUsage;
      return {
        edits: times.length,
        ...spread(times),
        used: (heapUsed + external) / MIB,
        resident: resident(),
      };
    };
    const besiege = async (part: number, { id, token }: Board) => {
      const all = ROLES.map((role) => ({
        address: `ws://127.0.0.1:${port}/ws/${id}?wire=1&token=${token(role)}`,
        mayWrite: role === "editor" || role === "owner",
      }));
      const siege: Siege = { attackers: all, frames: frames / parts, seed: seed * 1000 + part };
      const sockets = firstLine(attackers.start([JSON.stringify(siege)]));
      // What is measured is what they take of the server, not what they take of the processors that everybody here shares.
      setPriority(attackers.pid, constants.priority.PRIORITY_LOW);
      return Number(await sockets);
    };
    const times: Record<"quiet" | "attacked", number[]> = { quiet: [], attacked: [] };
    const all: Part[] = [];
    const problems: string[] = [];
    let clients = 0;
    let boardBytes = 0;
    for (let part = 0; part < parts; part++) {
      const board = await newBoard(origin);
      const writer = await connect(origin, board.id, board.token("editor"));
      const reader = await connect(origin, board.id, board.token("viewer"));
      const pair = await Pair.of(writer, reader);
      const quietTimes = await pair.measure(() => pair.count >= QUIET_EDITS);
      const quiet = await spell(quietTimes);
      let isOver = false;
      let mostResident = 0;
      const watch = setInterval(() => {
        mostResident = Math.max(mostResident, resident());
      }, 100);
      const start = performance.now();
      const measured = pair.measure(() => isOver);
      const sockets = await besiege(part, board);
      const seconds = (performance.now() - start) / 1000;
      isOver = true;
      clearInterval(watch);
      const attackedTimes = await measured;
      const attacked = await spell(attackedTimes);
      if (part > 0) {
        times.quiet.push(...quietTimes);
        times.attacked.push(...attackedTimes);
      }
      all.push({ quiet, attacked, sockets, seconds, mostResident });
      tell({ quiet, attacked, sockets, seconds, mostResident });
      problems.push(...(await differences(origin, board, [writer, reader])));
      clients = Math.max(clients, reader.doc.store.clients.size);
      boardBytes = Math.max(boardBytes, Y.encodeStateAsUpdate(reader.doc).length);
      writer.close();
      reader.close();
    }
    problems.push(...(await reloaded(origin)));
    const quiet = spread(times.quiet);
    const attacked = spread(times.attacked);
    const sum = (of: (part: Part) => number) => all.reduce((total, part) => total + of(part), 0);
    const grown = (of: "used" | "resident") =>
      (all.at(-1)?.attacked[of] ?? Number.NaN) - (all[0]?.attacked[of] ?? Number.NaN);
    return {
      frames,
      sockets: sum(({ sockets }) => sockets),
      framesPerSecond: frames / sum(({ seconds }) => seconds),
      quiet,
      attacked,
      p95Ratio: attacked.p95 / quiet.p95,
      edits: times.attacked.length,
      grown: { used: grown("used"), resident: grown("resident") },
      mostResident: Math.max(...all.map((part) => part.mostResident)),
      clients,
      boardBytes,
      rejected: await rejectedOf(origin),
      problems,
    };
  } finally {
    await attackers.remove();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function spread(times: readonly number[]): { p50: number; p95: number } {
  return { p50: percentile(times, 50), p95: percentile(times, 95) };
}

interface Board {
  id: string;
  token(role: string): string;
}

async function newBoard(origin: string): Promise<Board> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${origin}/api/boards`, {
    method: "POST",
    headers,
    body: '{"title":"Siege"}',
  });
  const { id, links } = (await response.json()) as { id: string; links: Record<string, string> };
  return { id, token: (role) => new URL(links[role] ?? "").searchParams.get("token") ?? "" };
}

/** Whether all have the same valid board in the end, and a late joiner too. */
async function differences(origin: string, board: Board, clients: readonly Client[]): Promise<string[]> {
  const late = await connect(origin, board.id, board.token("viewer"));
  await pause(500);
  const problems: string[] = [];
  for (const [i, { doc }] of clients.entries())
    if (!isDeepStrictEqual(readBoard(doc), readBoard(late.doc)) || !sameState(doc, late.doc))
      problems.push(`Client ${i} of board ${board.id} has another board than a late joiner.`);
  late.close();
  return problems;
}

/** Whether the server ever had to load a board again. */
async function reloaded(origin: string): Promise<string[]> {
  const failed = /^carveout_rooms_failed_total (\d+)$/m.exec(await metricsOf(origin))?.[1] ?? "0";
  return failed === "0" ? [] : [`${failed} times a board had to be loaded again.`];
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
