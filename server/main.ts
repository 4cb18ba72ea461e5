import { mkdirSync } from "node:fs";
import path from "node:path";
import { formatNumber } from "@carveout/model";
import next from "next";
import { baseUrlOf } from "./access/reach";
import { signInOptionsOf } from "./access/sign-in-options";
import { Signer } from "./access/signer";
import { instanceToken } from "./access/tokens";
import { createLog, type Log } from "./operations/log";
import { stopOnSignals } from "./operations/stop";
import { WorkerPool } from "./runs/pool";
import { createServer } from "./server";
import { SqliteStore } from "./store/sqlite";
import type { Store } from "./store/store";

const DEFAULT_PORT = 3000;
const LARGEST_PORT = 65_535;
const DAY_MS = 24 * 3_600_000;
/** How long a deleted board can be brought back. */
const RESTORABLE_MS = 30 * DAY_MS;
/** What all runs may take: some ten thousand of them. A run that is gone is computed again where its inputs are still on a board. */
const MAX_RUN_BYTES = 2 * 1024 ** 3;

// The data holds every board's links: nobody else on this machine reads it.
process.umask(0o077);

function portOf(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > LARGEST_PORT)
    throw new Error(`PORT is '${text}', and must be a whole number from 0 to ${LARGEST_PORT}.`);
  return port;
}

function dataFolder(): string {
  const folder = path.resolve(process.env.CARVEOUT_DATA ?? "data");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(`${folder} can't be made (${sentence(error)}). CARVEOUT_DATA names another folder.`);
  }
  return folder;
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function start(): Promise<void> {
  const log = createLog(process.env.CARVEOUT_LOG ?? "info");
  const port = portOf(process.env.PORT);
  const base = baseUrlOf(process.env);
  const signIn = signInOptionsOf(process.env, base);
  const folder = dataFolder();
  const store = new SqliteStore(path.join(folder, "carveout.sqlite"));
  // The first answer tells whether the file could be opened, before anybody is let in.
  await store.boards();
  keepPurging(store, log);
  // This file runs as dist/server/main.js.
  const root = path.resolve(import.meta.dirname, "../..");
  const app = next({ dev: process.env.NODE_ENV === "development", dir: root });
  await app.prepare();
  const token = instanceToken(folder);
  const carveout = createServer({
    store,
    queue: new WorkerPool(),
    log,
    instanceToken: token,
    signer: Signer.of(folder),
    base,
    signIn,
    dataFolder: folder,
    pages: app.getRequestHandler(),
  });
  carveout.http.once("error", (error) => fail(`${error.message}. PORT takes another one.`));
  carveout.metrics.watchProcess();
  // The first number in words loads how they are written, for tens of milliseconds: not while somebody waits.
  formatNumber(0);
  carveout.http.listen(port, () => {
    // For a person, and the only place where the token is shown.
    console.log(`Carveout: http://localhost:${port}/?token=${token}`);
    log.info({ port, data: folder, node: process.version }, "listening");
  });
  stopOnSignals(carveout, log);
}

/** What nobody can ask for any more goes for good, and of the runs what is too much, now and every day. */
function keepPurging(store: Store, log: Log): void {
  const purge = () =>
    Promise.all([store.purgeBoards(Date.now() - RESTORABLE_MS), store.purgeRuns(MAX_RUN_BYTES)]).catch(
      (err: unknown) => log.error({ err }, "deleted boards and old runs are not purged"),
    );
  void purge();
  setInterval(purge, DAY_MS).unref();
}

function fail(why: string): never {
  console.error(`Carveout can't start: ${why}`);
  process.exit(1);
}

start().catch((error: unknown) => fail(sentence(error)));
