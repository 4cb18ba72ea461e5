import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BoardEdits, itemsOf, readBoard } from "@carveout/model";
import * as Y from "yjs";
import { firstLine, Killable } from "../../server/testing/killable";
import { pause, percentile } from "../bench/figures";
import { type Client, connect } from "../support/client";
import { Chance } from "./chance";
import { attack } from "./frames";

const ATTACKERS = 6;
const TOKEN = "instance-token-for-the-siege-0123456789";
const EDITS_BEFORE = 200;
const PAUSE_MS = 5;
/** Until the heap has the size that it works with. */
const WARM_UP_SHARE = 0.1;
const PAGE_BYTES = 4096;
const MIB = 1024 ** 2;

export interface SiegeFigures {
  frames: number;
  sockets: number;
  /** Edit to the other one's observer, ms, p95. */
  p95Before: number;
  p95During: number;
  editsDuring: number;
  /** Resident memory of the server: once it is warm, at its most from then on, and at the end. */
  warmMiB: number;
  mostMiB: number;
  endMiB: number;
  /** What was not as it has to be. */
  problems: string[];
}

/** Mutated frames by the thousand against a running server, from people of every role, while two others work on the same board. */
export async function siege(frames: number, seed: number): Promise<SiegeFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-siege-"));
  const server = await Killable.of("server/testing/bare-server.ts");
  try {
    const port = await firstLine(server.start([path.join(folder, "boards.db"), TOKEN]));
    const origin = `http://127.0.0.1:${port}`;
    const { id, links } = await newBoard(origin);
    const token = (role: string) => new URL(links[role] ?? "").searchParams.get("token") ?? "";
    const writer = await connect(origin, id, token("editor"));
    const reader = await connect(origin, id, token("viewer"));
    const pair = await Pair.of(writer, reader);
    const before = await pair.measure(() => pair.count >= EDITS_BEFORE);
    const rss = () => Number(readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
    const besiege = async (count: number, part: number) => {
      const roles = ["editor", "editor", "owner", "commenter", "viewer", "editor"];
      const all = Array.from({ length: ATTACKERS }, (_, i) =>
        attack({
          address: `${origin.replace("http", "ws")}/ws/${id}?wire=1&token=${token(roles[i] ?? "editor")}`,
          frames: Math.ceil(count / ATTACKERS),
          chance: new Chance(seed * 1000 + part * ATTACKERS + i),
        }),
      );
      return (await Promise.all(all)).reduce((sum, sockets) => sum + sockets, 0);
    };
    let sockets = await besiege(frames * WARM_UP_SHARE, 0);
    const warm = rss();
    let most = warm;
    let isOver = false;
    const watch = setInterval(() => {
      most = Math.max(most, rss());
    }, 100);
    const during = pair.measure(() => isOver);
    sockets += await besiege(frames * (1 - WARM_UP_SHARE), 1);
    isOver = true;
    clearInterval(watch);
    const times = await during;
    const problems = await differences(origin, id, token("viewer"), [writer, reader]);
    writer.close();
    reader.close();
    return {
      frames,
      sockets,
      p95Before: percentile(before, 95),
      p95During: percentile(times, 95),
      editsDuring: times.length,
      warmMiB: warm / MIB,
      mostMiB: most / MIB,
      endMiB: rss() / MIB,
      problems,
    };
  } finally {
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
  const metrics = await (
    await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  ).text();
  const failed = /^carveout_rooms_failed_total (\d+)$/m.exec(metrics)?.[1] ?? "0";
  if (failed !== "0") problems.push(`${failed} times a board had to be loaded again.`);
  return problems;
}

function sameState(a: Y.Doc, b: Y.Doc): boolean {
  return isDeepStrictEqual(
    Y.decodeStateVector(Y.encodeStateVector(a)),
    Y.decodeStateVector(Y.encodeStateVector(b)),
  );
}
