import { isDeepStrictEqual } from "node:util";
import { BoardEdits, readBoard } from "@carveout/model";
import * as Y from "yjs";
import { pause, percentile } from "../figures";
import { boardOf, stateOf } from "./board";
import { LoadClient } from "./load-client";
import type { Dialect } from "./peers";
import { cpuSeconds, residentBytes } from "./processes";
import type { EditScenario, IdleScenario, JoinScenario, Scenario } from "./scenarios";
import { Stamps } from "./stamps";

/**
 * Until what compiles while it runs has done so, on every server: V8 works on it for some 20 s at this rate, on the same processor, and a server runs for
 * days. After 3 s the 99th percentiles were the compiler's.
 */
const WARM_UP_MS = 30_000;
const MEASURED_MS = 12_000;
const JOIN_WINDOW_MS = 1000;
/** How long everything may take to arrive once the last edit is sent. */
const DRAIN_MS = 5000;
/** Sockets that are opened at the same time before the clock starts. */
const OPENED_TOGETHER = 20;
/** An edit's number is an x, and a board ends at 1,000,000. */
const MAX_EDITS = 1_000_000;

export interface Task {
  scenario: Scenario;
  server: { address: string; dialect: Dialect; pid: number; needsSeed: boolean };
}

export interface Spread {
  p50: number;
  p95: number;
  p99: number;
}

export interface Outcome {
  /** Edit to remote, or connecting to the whole document, ms. Absent where nothing happens. */
  latency?: Spread;
  /** Edit to its durable acknowledgement, ms. */
  acknowledged?: Spread;
  /** Refused edit to the refusal, ms. */
  refused?: Spread;
  cpuSeconds: number;
  residentBytes: number;
  frames: number;
  bytes: number;
  delivered: number;
  expected: number;
  converged: boolean;
  /** Of its processor, what the load itself took, 0 to 1. */
  load: number;
}

/** Plays one scenario against a running server. */
export async function play({ scenario, server }: Task): Promise<Outcome> {
  const seed = stateOf(boardOf(scenario.notes));
  if (server.needsSeed) await bring(seed, server);
  if (scenario.kind === "edits") return playEdits(scenario, server, seed);
  return scenario.kind === "joins" ? playJoins(scenario, server) : playIdle(scenario, server);
}

/** The first client brings the document; it is there once a second one gets it whole. */
async function bring(seed: Uint8Array, { address, dialect }: Task["server"]): Promise<void> {
  const first = new LoadClient(address, dialect);
  await first.synced;
  first.sendUpdate(seed);
  for (;;) {
    const second = new LoadClient(address, dialect);
    const { length } = await second.synced;
    second.close();
    if (length >= seed.length / 2) break;
    await pause(20);
  }
  // Stays: a server may forget a document that nobody has open.
}

async function openClients(count: number, { address, dialect }: Task["server"]): Promise<LoadClient[]> {
  const clients: LoadClient[] = [];
  while (clients.length < count) {
    const group = Array.from(
      { length: Math.min(OPENED_TOGETHER, count - clients.length) },
      () => new LoadClient(address, dialect),
    );
    await Promise.all(group.map((client) => client.synced));
    clients.push(...group);
  }
  return clients;
}

class Meter {
  private readonly cpu = cpuSeconds(this.pid);
  private readonly own = process.cpuUsage();
  private readonly start = performance.now();

  constructor(
    private readonly pid: number,
    private readonly clients: readonly LoadClient[],
  ) {
    for (const client of clients) {
      client.framesIn = 0;
      client.bytesIn = 0;
    }
  }

  read() {
    const own = process.cpuUsage(this.own);
    const sum = (read: (client: LoadClient) => number) =>
      this.clients.reduce((total, client) => total + read(client), 0);
    return {
      cpuSeconds: cpuSeconds(this.pid) - this.cpu,
      residentBytes: residentBytes(this.pid),
      frames: sum(({ framesIn }) => framesIn),
      bytes: sum(({ bytesIn }) => bytesIn),
      load: (own.user + own.system) / 1000 / (performance.now() - this.start),
    };
  }
}

async function playEdits(scenario: EditScenario, server: Task["server"], seed: Uint8Array): Promise<Outcome> {
  const clients = await openClients(scenario.clients, server);
  const stamps = new Stamps();
  const sentAt = new Float64Array(MAX_EDITS);
  const writerOf = new Uint16Array(MAX_EDITS);
  let edits = 0;
  let firstCounted = Number.POSITIVE_INFINITY;
  let expected = 0;
  let seen = 0;
  const latencies: number[] = [];
  const docs: Y.Doc[] = [];
  for (const [index, client] of clients.entries()) {
    const isFull = index < scenario.full;
    let doc: Y.Doc | null = null;
    if (isFull) {
      doc = new Y.Doc();
      const state = await client.synced;
      Y.applyUpdate(doc, state.length === 0 ? seed : state);
      docs.push(doc);
    }
    client.onUpdate = (update) => {
      const now = performance.now();
      for (const edit of stamps.in(update)) {
        if (writerOf[edit] === index) continue;
        if (edit < firstCounted) continue;
        seen++;
        latencies.push(now - (sentAt[edit] ?? now));
      }
      if (doc !== null) Y.applyUpdate(doc, update, "server");
    };
  }
  const acknowledgements: number[] = [];
  const refusals: number[] = [];
  let isWriting = true;
  const write = async (index: number): Promise<void> => {
    const client = clients[index];
    if (client === undefined) return;
    const doc = docs[index] ?? new Y.Doc();
    if (docs[index] === undefined) {
      const state = await client.synced;
      Y.applyUpdate(doc, state.length === 0 ? seed : state);
    }
    const sent: number[] = [];
    const badAt: number[] = [];
    let acknowledged = 0;
    client.onMessage = (message) => {
      const now = performance.now();
      if (message.type === "refusal") refusals.push(now - (badAt.shift() ?? now));
      if (message.type !== "ack") return;
      for (; acknowledged < message.updates; acknowledged++) {
        const at = sent[acknowledged];
        if (at !== undefined) acknowledgements.push(now - at);
      }
    };
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server") client.sendUpdate(update);
    });
    const board = new BoardEdits(doc, null);
    const period = 1000 / scenario.editsPerSecond;
    // Each at a moment of its own, so that edits come evenly as people's do.
    let next = performance.now() + (period * index) / scenario.writers;
    for (let n = 1; ; n++) {
      await pause(Math.max(0, next - performance.now()));
      next += period;
      if (!isWriting) return;
      const now = performance.now();
      sent.push(now);
      if (scenario.badEvery > 0 && n % scenario.badEvery === 0) {
        badAt.push(now);
        board.setName(`note-${index}`, 7 as unknown as string);
        continue;
      }
      const edit = edits++;
      sentAt[edit] = now;
      writerOf[edit] = index;
      if (edit >= firstCounted) expected += clients.length - 1;
      board.move([{ id: `note-${index}`, geo: { x: edit, y: n, w: 200 } }]);
    }
  };
  // The writers' copies of the board are made before the clock starts.
  const writing = Array.from({ length: scenario.writers }, (_, index) => write(index));
  await pause(WARM_UP_MS);
  acknowledgements.length = 0;
  refusals.length = 0;
  const meter = new Meter(server.pid, clients);
  firstCounted = edits;
  await pause(MEASURED_MS);
  isWriting = false;
  await Promise.all(writing);
  for (const end = performance.now() + DRAIN_MS; seen < expected && performance.now() < end; ) await pause(5);
  const measured = meter.read();
  const closed = clients.find((client) => client.closed !== null);
  if (closed !== undefined) throw new Error(`A client was let go: ${closed.closed}.`);
  return {
    latency: spread(latencies),
    ...(acknowledgements.length > 0 ? { acknowledged: spread(acknowledgements) } : {}),
    ...(refusals.length > 0 ? { refused: spread(refusals) } : {}),
    ...measured,
    delivered: seen,
    expected,
    converged: await haveConverged(docs, server),
  };
}

/** Everybody with a document, and one who comes late, have the same board. */
async function haveConverged(docs: readonly Y.Doc[], { address, dialect }: Task["server"]): Promise<boolean> {
  const boards = docs.map((doc) => readBoard(doc));
  if (dialect !== "relay") {
    const late = new LoadClient(address, dialect);
    const doc = new Y.Doc();
    late.onUpdate = (update) => Y.applyUpdate(doc, update);
    Y.applyUpdate(doc, await late.synced);
    boards.push(readBoard(doc));
  }
  return boards.every((board) => isDeepStrictEqual(board, boards[0]));
}

async function playJoins({ clients: count }: JoinScenario, server: Task["server"]): Promise<Outcome> {
  // Somebody is on the board: it has been opened before.
  await openClients(1, server);
  const clients: LoadClient[] = [];
  const latencies: number[] = [];
  const meter = new Meter(server.pid, clients);
  const start = performance.now();
  const arrivals: Promise<Uint8Array>[] = [];
  for (let n = 0; n < count; n++) {
    await pause(Math.max(0, start + (n * JOIN_WINDOW_MS) / count - performance.now()));
    const client = new LoadClient(server.address, server.dialect);
    clients.push(client);
    arrivals.push(
      client.synced.then((state) => {
        latencies.push(performance.now() - client.opened);
        return state;
      }),
    );
  }
  const states = await Promise.all(arrivals);
  return {
    latency: spread(latencies),
    ...meter.read(),
    delivered: states.length,
    expected: count,
    converged: states.every(({ length }) => length === states[0]?.length),
  };
}

async function playIdle({ clients: count }: IdleScenario, server: Task["server"]): Promise<Outcome> {
  const clients = await openClients(count, server);
  const meter = new Meter(server.pid, clients);
  await pause(MEASURED_MS);
  const here = clients.filter(({ closed }) => closed === null).length;
  return { ...meter.read(), delivered: here, expected: count, converged: true };
}

function spread(values: readonly number[]): Spread {
  return { p50: percentile(values, 50), p95: percentile(values, 95), p99: percentile(values, 99) };
}
