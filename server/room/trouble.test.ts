import { BoardEdits, readBoard } from "@carveout/model";
import { afterEach, describe, expect, test } from "vitest";
import { SqliteStore } from "../store/sqlite";
import type { Append } from "../store/store";
import { House, until } from "../testing/house";

/** A store whose disk fills up when told. */
class FullDisk extends SqliteStore {
  isFull = false;
  /** The disk says so only after a while. */
  delay: Promise<void> | null = null;
  override async append(append: Append) {
    await this.delay;
    return this.isFull ? Promise.reject(new Error("database or disk is full")) : super.append(append);
  }
}

describe("a store that can't write", () => {
  let house: House;
  afterEach(() => house.close());

  test("says so, shows nothing that is not saved, serves readers, and takes everything in when it can again", async () => {
    const store = new FullDisk(":memory:");
    house = await House.open(store);
    const { id, tokens } = await house.board({ title: "Before" });
    const ann = await house.guest(id, tokens.editor).synced();
    const ben = await house.guest(id, tokens.editor).synced();
    const edits = new BoardEdits(ann.doc, null);
    store.isFull = true;
    edits.setTitle("One");
    await until(() => ben.of("trouble").length === 1, "everybody hears of the trouble");
    expect(ben.of("trouble")[0]?.sentence).toContain("database or disk is full");
    edits.setTitle("Two");
    edits.setTitle("Three");
    const reader = await house.guest(id, tokens.viewer).synced();
    expect(reader.of("trouble")).toHaveLength(1);
    expect(readBoard(ben.doc).title).toBe("Before");
    expect(ann.of("ack").every((ack) => ack.updates === 0)).toBe(true);
    store.isFull = false;
    await until(() => readBoard(ben.doc).title === "Three", "Ben gets Ann's last edit");
    await until(() => ann.of("ack").at(-1)?.updates === 3, "Ann's edits are durable");
    expect(ann.of("trouble").at(-1)?.sentence).toBeNull();
    expect(ann.closed).toBeNull();
  });

  test("who came while the first write was failing gets the board too", async () => {
    const store = new FullDisk(":memory:");
    house = await House.open(store);
    const { id, tokens } = await house.board({ title: "Before" });
    const ann = await house.guest(id, tokens.editor).synced();
    let fail = () => {};
    store.isFull = true;
    store.delay = new Promise((resolve) => {
      fail = resolve;
    });
    new BoardEdits(ann.doc, null).setTitle("After");
    const ben = house.guest(id, tokens.viewer);
    await until(() => ben.frames.length >= 2, "Ben is greeted");
    expect(ben.provider.synced).toBe(false);
    fail();
    await ben.synced();
    expect(ben.of("trouble")).toHaveLength(1);
    store.isFull = false;
  });
});
