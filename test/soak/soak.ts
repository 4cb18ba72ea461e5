import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as prng from "lib0/prng";
import { Guest, INSTANCE } from "../../server/testing/house";
import { firstLine, Killable } from "../../server/testing/killable";
import { Ledger, type MadeBoard } from "./ledger";
import { type Round, roundOf } from "./plan";
import { Writer } from "./writer";

const WRITERS = 10;
const BOARDS = 2;
/** Of a hundred writers that come back, those that come in a new tab. */
const NEW_TABS = 30;
/** Every so many rounds the writers go to new boards: the old ones are looked at once more at the end. */
const ROUNDS_A_BOARD = 50;

export interface Figures {
  rounds: Record<Round["kind"], number>;
  edits: number;
  /** Edits, comments, boards and pictures that were acknowledged. */
  acknowledged: { edits: number; comments: number; boards: number; pictures: number };
  /** Looks at a stored board after a restart. */
  judged: number;
  /** What was lost or is not valid, in words. */
  lost: string[];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Kills a server again and again while people write, and looks after each restart whether everything is there that anybody was told is saved, and everything
 * that anybody had seen. The moments of the kills, the edits and their order follow from the seed; how they meet the sockets, the disk and the
 * scheduler does not.
 */
export class Soak {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "carveout-soak-"));
  private readonly ledger = new Ledger();
  private writers: Writer[] = [];
  private everybody: Writer[] = [];
  readonly figures: Figures = {
    rounds: { writing: 0, compacting: 0, starting: 0 },
    edits: 0,
    acknowledged: { edits: 0, comments: 0, boards: 0, pictures: 0 },
    judged: 0,
    lost: [],
  };

  private constructor(
    private readonly server: Killable,
    private readonly seed: number,
  ) {}

  static async of(seed: number): Promise<Soak> {
    return new Soak(await Killable.of("server/testing/bare-server.ts"), seed);
  }

  async remove(): Promise<void> {
    await this.server.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async run(rounds: number, tell: (round: number, figures: Figures) => void): Promise<Figures> {
    for (let number = 0; number < rounds; number++) {
      const round = roundOf(this.seed, number);
      const origin = await this.startServer();
      await this.look(origin, false);
      if (number % ROUNDS_A_BOARD === 0) await this.settleElsewhere(origin);
      await (round.kind === "starting" ? this.killStarting(round) : this.killWriting(round, origin));
      this.figures.rounds[round.kind]++;
      tell(number + 1, this.figures);
    }
    await this.look(await this.startServer(), true);
    await this.server.kill();
    return this.figures;
  }

  private get arguments(): string[] {
    return [path.join(this.folder, "boards.sqlite"), INSTANCE];
  }

  private async startServer(): Promise<string> {
    return `http://127.0.0.1:${await firstLine(this.server.start(this.arguments))}`;
  }

  private async settleElsewhere(origin: string): Promise<void> {
    for (const writer of this.writers) writer.retire();
    const boards: MadeBoard[] = [];
    for (let n = 0; n < BOARDS; n++) boards.push(await this.ledger.makeBoard(origin));
    this.writers = Array.from({ length: WRITERS }, (_, n) => {
      const { id, editor } = boards[n % BOARDS] ?? { id: "", editor: "" };
      return new Writer(id, editor, `w${this.everybody.length + n}`);
    });
    this.everybody.push(...this.writers);
  }

  private async killStarting({ killAfterMs }: Round): Promise<void> {
    await this.server.kill();
    this.server.start(this.arguments);
    await pause(killAfterMs);
    await this.server.kill();
  }

  private async killWriting({ kind, killAfterMs, random }: Round, origin: string): Promise<void> {
    const { writers, ledger } = this;
    const socket = origin.replace("http", "ws");
    await Promise.all(writers.map((writer) => writer.arrive(socket, prng.int32(random, 0, 99) < NEW_TABS)));
    const observers = await Promise.all(
      [...new Set(writers.map(({ board }) => board))].map((board) =>
        new Guest(socket, board, INSTANCE, {}).synced(),
      ),
    );
    let isOver = false;
    const under: Promise<unknown>[] = [];
    // Whatever has no answer when the server is killed is nobody's promise.
    const begin = (work: Promise<unknown>) => under.push(work.catch(() => {}));
    const sometime = () => pause(prng.int32(random, 0, killAfterMs));
    for (const writer of writers) {
      const own = prng.create(prng.int32(random, 0, 2 ** 31 - 1));
      if (kind === "compacting") writer.burst(own);
      begin(writer.write(own, () => isOver));
    }
    const [first] = writers;
    if (first !== undefined) begin(sometime().then(() => ledger.putPicture(origin, first.board, random)));
    begin(sometime().then(() => ledger.makeBoard(origin)));
    await pause(killAfterMs);
    await this.server.kill();
    isOver = true;
    await Promise.all(under);
    for (const writer of writers) await writer.part();
    for (const observer of observers) {
      ledger.see(observer.provider.roomname, observer.doc);
      observer.leave();
    }
  }

  private async look(origin: string, all: boolean): Promise<void> {
    const { figures, ledger } = this;
    const writers = all ? this.everybody : this.writers;
    const boards = [...new Set(writers.map((writer) => writer.board))];
    for (const board of boards) {
      const here = writers.filter((writer) => writer.board === board);
      figures.lost.push(...(await ledger.missing(origin, board, here)));
    }
    figures.judged += boards.length;
    figures.lost.push(...(await ledger.missingMade(origin, all)));
    const count = (of: (writer: Writer) => number) =>
      this.everybody.reduce((sum, writer) => sum + of(writer), 0);
    figures.edits = count(({ edits }) => edits);
    figures.acknowledged = {
      edits: count(({ acknowledged }) => acknowledged),
      comments: count(({ said }) => said.size),
      boards: ledger.boards.size,
      pictures: ledger.pictures.size,
    };
  }
}
