import { BoardEdits, readBoard } from "@carveout/model";
import { expect, test, vi } from "vitest";
import { Gate } from "../gate/gate";
import { createLog } from "../operations/log";
import { SqliteStore } from "../store/sqlite";
import type { Append } from "../store/store";
import { House, until } from "../testing/house";

/** A store whose writes wait until they are let go, one by one. */
class SlowDisk extends SqliteStore {
  readonly held: (() => void)[] = [];
  isSlow = false;
  override async append(append: Append) {
    if (this.isSlow) await new Promise<void>((resolve) => this.held.push(resolve));
    return super.append(append);
  }
}

test("who joins while writes are on their way misses none of them", async () => {
  const store = new SlowDisk(":memory:");
  const house = await House.open(store);
  const { id, tokens } = await house.board();
  const ann = await house.guest(id, tokens.editor).synced();
  const cleo = await house.guest(id, tokens.editor).synced();
  const edits = new BoardEdits(ann.doc, null);
  const note = (name: string) =>
    edits.add({ kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: "" }, name);
  const accepted = async () => {
    const text = await (await house.fetch("/metrics")).text();
    return Number(/^carveout_updates_accepted_total (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  store.isSlow = true;
  note("one");
  await until(() => store.held.length === 1, "the first write is on its way");
  note("two");
  const ben = house.guest(id, tokens.viewer);
  await until(() => ben.frames.length >= 2, "Ben is greeted");
  // A round trip over the same loop: Ben's question has been heard by now.
  await house.fetch("/healthz");
  await house.fetch("/healthz");
  note("three");
  for (let seen = 0; seen < 3; seen = await accepted());
  expect(readBoard(cleo.doc).items).toEqual({});
  store.isSlow = false;
  for (const go of store.held.splice(0)) go();
  await until(() => Object.keys(readBoard(cleo.doc).items).length === 3, "Cleo has all three");
  await ben.synced();
  await until(() => Object.keys(readBoard(ben.doc).items).length === 3, "Ben has all three");
  await house.close();
});

test("a fault of ours costs its sender a reload; everybody else comes back to the stored board by themselves", async () => {
  const entries: string[] = [];
  const house = await House.open(undefined, {
    log: createLog("error", { write: (entry) => entries.push(entry) }),
  });
  const { id, tokens } = await house.board();
  const ann = await house.guest(id, tokens.editor).synced();
  const ben = await house.guest(id, tokens.editor).synced();
  const fault = vi.spyOn(Gate.prototype, "apply").mockImplementationOnce(() => {
    throw new Error("out of luck");
  });
  new BoardEdits(ann.doc, null).setTitle("Never");
  await until(() => ann.closed !== null && ben.closed !== null, "both sockets close");
  expect([ann.closed?.code, ben.closed?.code]).toEqual([4400, 1012]);
  expect(entries.map((entry) => JSON.parse(entry))).toEqual([
    expect.objectContaining({ board: id, err: expect.objectContaining({ message: "out of luck" }) }),
  ]);
  fault.mockRestore();
  await ben.synced();
  new BoardEdits(ben.doc, null).setTitle("After");
  const late = await house.guest(id, tokens.viewer).synced();
  await until(() => readBoard(late.doc).title === "After", "the board goes on");
  await house.close();
});
