import type { Command } from "@carveout/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { MemoryStorage } from "../testing/storage";
import { Commands, type WaitingCommand } from "./commands";

const T = "thread-aaaaaaaaaa";
const resolve = (resolved: boolean) => ({ thread: T, resolved });

let storage: Storage;
let line: Command[];
let isOnline: boolean;
let refused: string[];

/** A tab with the board open. */
function tab(board = "b1"): Commands {
  const transmit = (command: Command) => isOnline && line.push(command) > 0;
  const tell = (_: WaitingCommand, sentence: string) => void refused.push(sentence);
  return new Commands(board, transmit, tell, storage);
}

beforeEach(() => {
  storage = new MemoryStorage();
  line = [];
  refused = [];
  isOnline = true;
});

describe("what this participant says", () => {
  test("goes out one at a time, in order, and is done with its answer", async () => {
    const commands = tab();
    const first = commands.send("thread.resolve", resolve(true));
    const second = commands.send("thread.resolve", resolve(false));
    expect(line.map(({ payload }) => payload)).toEqual([resolve(true)]);
    commands.answered({ type: "answer", id: line[0]?.id ?? "", refusal: null });
    expect(await first).toBe(true);
    expect(line.map(({ payload }) => payload)).toEqual([resolve(true), resolve(false)]);
    commands.answered({ type: "answer", id: line[1]?.id ?? "", refusal: "No." });
    expect(await second).toBe(false);
    expect(refused).toEqual(["No."]);
    expect([commands.waiting.get(), storage.length]).toEqual([[], 0]);
  });

  test("waits offline, survives a reload, and goes out on return under the same ids", () => {
    isOnline = false;
    const before = tab();
    for (const on of [true, false, true]) void before.send("thread.resolve", resolve(on));
    void tab("b2").send("thread.resolve", { thread: "thread-bbbbbbbbbb", resolved: true });
    const after = tab();
    expect(after.waiting.get()).toEqual(before.waiting.get());
    isOnline = true;
    after.connected();
    while (after.waiting.get().length > 0)
      after.answered({ type: "answer", id: line.at(-1)?.id ?? "", refusal: null });
    expect(line.map(({ id }) => id)).toEqual(before.waiting.get().map(({ id }) => id));
    expect(line.map(({ payload }) => payload)).toEqual([resolve(true), resolve(false), resolve(true)]);
    expect([...line].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(line);
    expect(storage.length).toBe(1);
  });

  test("what got no answer goes out again after a reconnect, once", () => {
    const commands = tab();
    void commands.send("thread.resolve", resolve(true));
    commands.connected();
    expect(line.map(({ id }) => id)).toEqual([line[0]?.id, line[0]?.id]);
    commands.answered({ type: "answer", id: line[0]?.id ?? "", refusal: null });
    commands.answered({ type: "answer", id: line[0]?.id ?? "", refusal: null });
    expect([line.length, commands.waiting.get()]).toEqual([2, []]);
  });

  test("what somebody else put into the storage is left out", () => {
    storage.setItem("carveout-outbox-b1-0", "{not json");
    storage.setItem("carveout-outbox-b1-1", "7");
    expect(tab().waiting.get()).toEqual([]);
  });
});
