import type { Command } from "@carveout/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { MemoryStorage } from "../testing/storage";
import { Commands } from "./commands";
import { Outbox, type StorageListener } from "./copy/outbox";
import type { Turns } from "./copy/turns";

const T = "thread-aaaaaaaaaa";
const resolve = (resolved: boolean) => ({ thread: T, resolved });
const ANN = "p-ann";

let browser: ReturnType<typeof openBrowser>;
let line: { tab: Tab; command: Command }[];
let refused: string[];

/** Storage that tells the other tabs, and turns among them, as a browser has. */
function openBrowser() {
  const kept = new MemoryStorage();
  const listeners = new Map<object, StorageListener>();
  let last = Promise.resolve();
  const turns: Turns = {
    take: (work) => {
      last = last.then(work);
      return last;
    },
  };
  return {
    kept,
    turns,
    /** The storage as one tab has it. */
    storage(tab: object): Storage {
      const tell = (key: string, newValue: string | null) => {
        for (const [other, listener] of listeners) if (other !== tab) listener({ key, newValue });
      };
      const { getItem, key, clear } = MemoryStorage.prototype;
      return {
        get length() {
          return kept.length;
        },
        getItem: getItem.bind(kept),
        key: key.bind(kept),
        clear: clear.bind(kept),
        setItem: (name, value) => {
          kept.setItem(name, value);
          tell(name, value);
        },
        removeItem: (name) => {
          kept.removeItem(name);
          tell(name, null);
        },
      };
    },
    listen: (tab: object) => (listener: StorageListener) => {
      listeners.set(tab, listener);
      return () => void listeners.delete(tab);
    },
  };
}

interface Tab {
  commands: Commands;
  isOnline: boolean;
}

/** A tab with the board open. */
function tab(
  options: { board?: string; who?: string; isOnline?: boolean; storage?: Storage | null } = {},
): Tab {
  const { board = "b1", who = ANN, isOnline = true } = options;
  const transmit = (command: Command) => opened.isOnline && line.push({ tab: opened, command }) > 0;
  const opened: Tab = { isOnline, commands: new Commands(transmit, (_, sentence) => refused.push(sentence)) };
  const storage = options.storage === undefined ? browser.storage(opened) : options.storage;
  opened.commands.belongTo(new Outbox(board, who, storage, browser.listen(opened)), browser.turns);
  if (isOnline) opened.commands.connected();
  return opened;
}

const settle = () => new Promise((done) => setTimeout(done));
const payloads = () => line.map(({ command }) => command.payload);

/** The server's answer to what was sent last, to the tab that sent it. */
async function answer(refusal: string | null = null): Promise<void> {
  const last = line.at(-1);
  last?.tab.commands.answered({ type: "answer", id: last.command.id, refusal });
  await settle();
}

beforeEach(() => {
  browser = openBrowser();
  line = [];
  refused = [];
});

describe("what this participant says", () => {
  test("goes out one at a time, in order, and is done with its answer", async () => {
    const { commands } = tab();
    const first = commands.send("thread.resolve", resolve(true));
    const second = commands.send("thread.resolve", resolve(false));
    await settle();
    expect(payloads()).toEqual([resolve(true)]);
    await answer();
    expect(await first).toBe(true);
    expect(payloads()).toEqual([resolve(true), resolve(false)]);
    await answer("No.");
    expect(await second).toBe(false);
    expect(refused).toEqual(["No."]);
    expect([commands.waiting.get(), browser.kept.length]).toEqual([[], 0]);
  });

  test("waits offline, survives a reload, and goes out on return under the same ids", async () => {
    const before = tab({ isOnline: false });
    for (const on of [true, false, true]) void before.commands.send("thread.resolve", resolve(on));
    const said = before.commands.waiting.get();
    before.commands.destroy();
    const elsewhere = tab({ board: "b2", isOnline: false });
    void elsewhere.commands.send("thread.resolve", resolve(true));
    const after = tab();
    expect(after.commands.waiting.get()).toEqual(said);
    await settle();
    while (after.commands.waiting.get().length > 0) await answer();
    expect(line.map(({ command }) => command.id)).toEqual(said.map(({ id }) => id));
    expect(payloads()).toEqual([resolve(true), resolve(false), resolve(true)]);
    expect(browser.kept.length).toBe(1);
  });

  test("what got no answer goes out again after a reconnect, once", async () => {
    const { commands } = tab();
    void commands.send("thread.resolve", resolve(true));
    await settle();
    commands.disconnected();
    await settle();
    commands.connected();
    await settle();
    expect(line.map(({ command }) => command.id)).toEqual([line[0]?.command.id, line[0]?.command.id]);
    await answer();
    await answer();
    expect([line.length, commands.waiting.get()]).toEqual([2, []]);
  });

  test("what somebody else put into the storage is left out", () => {
    browser.kept.setItem("carveout-outbox-b1-0", "{not json");
    browser.kept.setItem("carveout-outbox-b1-1", "7");
    expect(tab().commands.waiting.get()).toEqual([]);
  });

  test("without a storage it waits in the tab", async () => {
    const { commands } = tab({ storage: null });
    const done = commands.send("thread.resolve", resolve(true));
    expect([commands.waiting.get().length, commands.isKept]).toEqual([1, false]);
    await settle();
    await answer();
    expect([await done, commands.waiting.get().length, commands.isKept]).toEqual([true, 0, true]);
  });

  test("what is said before there is an outbox goes into it", async () => {
    const commands = new Commands(
      () => true,
      () => {},
    );
    void commands.send("thread.resolve", resolve(true));
    expect([commands.waiting.get().length, commands.isKept]).toEqual([1, false]);
    commands.belongTo(new Outbox("b1", ANN, browser.kept, browser.listen({})), browser.turns);
    expect([commands.waiting.get().length, commands.isKept, browser.kept.length]).toEqual([1, true, 1]);
  });

  test("who uses the browser next does not say it in their own name", () => {
    const ann = tab({ isOnline: false });
    void ann.commands.send("thread.resolve", resolve(true));
    expect(tab({ who: "p-bob" }).commands.waiting.get()).toEqual([]);
    expect(tab().commands.waiting.get()).toHaveLength(1);
  });
});

describe("two tabs", () => {
  test("of everything that waits, each is sent once, in order, whichever tab said it", async () => {
    const tabs = [tab({ isOnline: false }), tab({ isOnline: false })] as const;
    for (let i = 0; i < 30; i++) void tabs[i % 2]?.commands.send("thread.resolve", resolve(i % 3 === 0));
    const said = tabs[0].commands.waiting.get().map(({ id }) => id);
    expect(said).toHaveLength(30);
    for (const each of tabs) {
      each.isOnline = true;
      each.commands.connected();
    }
    await settle();
    while (tabs[0].commands.waiting.get().length > 0) await answer();
    expect(line.map(({ command }) => command.id)).toEqual(said);
    expect(tabs[1].commands.waiting.get()).toEqual([]);
  });

  test("one without a connection leaves it to the other, and hears what came of it", async () => {
    const offline = tab({ isOnline: false });
    const online = tab();
    const done = offline.commands.send("thread.resolve", resolve(true));
    await settle();
    expect(line.map(({ tab }) => tab)).toEqual([online]);
    await answer("No.");
    expect(await done).toBe(false);
    expect([refused, offline.commands.waiting.get()]).toEqual([["No."], []]);
  });

  test("one that closes or loses its connection in the middle is followed by the other", async () => {
    const tabs = [tab(), tab()] as const;
    void tabs[0].commands.send("thread.resolve", resolve(true));
    void tabs[0].commands.send("thread.resolve", resolve(false));
    await settle();
    expect(line).toHaveLength(1);
    const sender = line[0]?.tab ?? tabs[0];
    sender.isOnline = false;
    sender.commands.destroy();
    await settle();
    expect(line.map(({ tab }) => tab)).toEqual([sender, tabs.find((each) => each !== sender)]);
    expect(line[1]?.command).toEqual(line[0]?.command);
    await answer();
    await answer();
    expect([payloads(), browser.kept.length]).toEqual([[resolve(true), resolve(true), resolve(false)], 0]);
  });
});
