import { Worker } from "node:worker_threads";
import type { Moment } from "../history/moment";
import { workerFile } from "../worker-file";
import type { BoardDatabase } from "./database";
import { StoreError, type StoreFault } from "./error";
import type { Append, Link, NewBoard, Participant, Store, StoredImage } from "./store";
import type { Pieces } from "./transfer";
import { type Turn, Turns } from "./turns";

const MEMORY = ":memory:";

type Method = Exclude<keyof BoardDatabase, "begin" | "commit" | "rollback">;

export interface Request {
  id: number;
  method: Method;
  args: unknown[];
  writes: boolean;
}

export interface Response {
  id: number;
  value?: unknown;
  error?: { sentence: string; fault: StoreFault };
  /** On the first answer of a group: how long its commit took. */
  commitMs?: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The store on SQLite, which lives in a thread of its own. `path` is a file or ":memory:". */
export class SqliteStore implements Store {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  private transferred: Promise<unknown> = Promise.resolve();
  private stopped: Error | null = null;
  private committed: (ms: number) => void = () => {};
  /** null in memory, which the end of this process takes with it. */
  private readonly turns: Turns | null;

  constructor(path: string) {
    this.turns = path === MEMORY ? null : new Turns(path);
    this.worker = new Worker(workerFile("store/sqlite-worker"), { workerData: { path } });
    this.worker.on("message", (response: Response) => this.receive(response));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", () =>
      this.fail(new StoreError("its store has stopped: whoever runs it starts the server again")),
    );
  }

  createBoard(board: NewBoard) {
    return this.call<void>("createBoard", [board], true);
  }
  boards() {
    return this.call<ReturnType<BoardDatabase["boards"]>>("boards", []);
  }
  deleteBoard(board: string, at: number) {
    return this.call<boolean>("deleteBoard", [board, at], true);
  }
  restoreBoard(board: string) {
    return this.call<boolean>("restoreBoard", [board], true);
  }
  purgeBoards(before: number) {
    return this.call<number>("purgeBoards", [before], true);
  }
  links(board: string) {
    return this.call<Link[] | null>("links", [board]);
  }
  addLink(board: string, link: Link) {
    return this.call<void>("addLink", [board, link], true);
  }
  withdrawLink(board: string, link: string, at: number | null) {
    return this.call<boolean>("withdrawLink", [board, link, at], true);
  }
  useLink(board: string, link: string, at: number) {
    return this.call<void>("useLink", [board, link, at], true);
  }
  open(board: string) {
    return this.call<ReturnType<BoardDatabase["open"]>>("open", [board]);
  }
  append(append: Append) {
    return this.call<number>("append", [append], true);
  }
  keepTurn(turn: Turn) {
    return this.turns?.keep(turn) ?? (() => {});
  }
  async syncTurns() {
    if (this.turns === null) return;
    const start = performance.now();
    await this.turns.sync();
    this.committed(performance.now() - start);
  }
  compact(board: string, through: number, snapshot: Uint8Array) {
    return this.call<void>("compact", [board, through, snapshot], true);
  }
  keepParticipant(board: string, participant: Participant) {
    return this.call<void>("keepParticipant", [board, participant], true);
  }
  keepMoment(board: string, moment: Moment, state: Uint8Array) {
    return this.call<void>("keepMoment", [board, moment, state], true);
  }
  moments(board: string, before: number, limit: number) {
    return this.call<Moment[]>("moments", [board, before, limit]);
  }
  momentState(board: string, number: number) {
    return this.call<Uint8Array | null>("momentState", [board, number]);
  }
  thinMoments(board: string, dropped: readonly number[], retold: readonly Moment[]) {
    return this.call<void>("thinMoments", [board, dropped, retold], true);
  }
  run(hash: string) {
    return this.call<Uint8Array | null>("run", [hash]);
  }
  runsBeginning(prefix: string) {
    return this.call<string[]>("runsBeginning", [prefix]);
  }
  keepRun(hash: string, result: Uint8Array) {
    return this.call<void>("keepRun", [hash, result], true);
  }
  purgeRuns(bytes: number) {
    return this.call<number>("purgeRuns", [bytes], true);
  }
  keepImage(board: string, image: StoredImage) {
    return this.call<void>("keepImage", [board, image], true);
  }
  image(hash: string) {
    return this.call<StoredImage | null>("image", [hash]);
  }
  hasImage(board: string, hash: string) {
    return this.call<boolean>("hasImage", [board, hash]);
  }
  imageBytes(board: string) {
    return this.call<number>("imageBytes", [board]);
  }
  backUp(file: string) {
    return this.transfer(file, async () => {
      const damaged: string[] = [];
      const { boards, runs } = await this.call<ReturnType<BoardDatabase["listToGive"]>>("listToGive", []);
      for (const board of boards) if (!(await isWhole(this.giveBoard(board)))) damaged.push(board);
      // A run that can't be read is computed again.
      for (const hash of runs) await isWhole(this.unhurried<void>("giveRun", [hash]));
      return damaged;
    });
  }
  takeBack(file: string, board: string, replaces: boolean) {
    return this.transfer(file, () => this.call<void>("takeBoard", [board, replaces], true));
  }
  check() {
    return this.call<void>("check", [], true);
  }
  depth() {
    return this.waiting.size;
  }
  onCommit(listener: (ms: number) => void) {
    this.committed = listener;
  }
  close() {
    this.turns?.close();
    return this.call<void>("close", []);
  }

  /** One at a time. */
  private transfer<T>(file: string, steps: () => Promise<T>): Promise<T> {
    const done = this.transferred.then(async () => {
      await this.call<void>("beginTransfer", [file]);
      try {
        return await steps();
      } finally {
        await this.call<void>("endTransfer", []);
      }
    });
    this.transferred = done.catch(() => {});
    return done;
  }

  private async giveBoard(board: string): Promise<void> {
    const { moments, images } = await this.unhurried<Pieces>("giveBoard", [board]);
    for (const number of moments) await this.unhurried<void>("giveMoment", [board, number]);
    for (const hash of images) await this.unhurried<void>("giveImage", [board, hash]);
  }

  /** Rests for as long as it took, so that half of the thread's time at most is not the commits'. */
  private async unhurried<T>(method: Method, args: unknown[]): Promise<T> {
    const start = performance.now();
    const value = await this.call<T>(method, args);
    await new Promise((resolve) => setTimeout(resolve, performance.now() - start));
    return value;
  }

  private call<T>(method: Method, args: unknown[], writes = false): Promise<T> {
    if (this.stopped !== null) return Promise.reject(this.stopped);
    return new Promise<T>((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
      this.worker.postMessage({ id, method, args, writes } satisfies Request);
    });
  }

  private receive({ id, value, error, commitMs }: Response): void {
    if (commitMs !== undefined) this.committed(commitMs);
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new StoreError(error.sentence, error.fault));
  }

  private fail(error: Error): void {
    this.stopped ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** False if what was to be read is damaged. */
async function isWhole(reading: Promise<void>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.fault === "damaged") return false;
    throw error;
  }
}
