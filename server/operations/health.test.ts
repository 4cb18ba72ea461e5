import { afterEach, describe, expect, test, vi } from "vitest";
import { SqliteStore } from "../store/sqlite";
import { Health } from "./health";

describe("health", () => {
  const store = new SqliteStore(":memory:");
  const health = new Health(store);
  afterEach(() => vi.restoreAllMocks());

  test("asks the store for a write, not more often than every 2 s, and says what is wrong", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(10_000);
    const check = vi.spyOn(store, "check");
    expect(await health.vitals()).toMatchObject({ ok: true, store: "writable" });
    await health.vitals();
    expect(check).toHaveBeenCalledOnce();
    now.mockReturnValue(12_001);
    check.mockRejectedValueOnce(new Error("database or disk is full"));
    expect(await health.vitals()).toMatchObject({ ok: false, store: "database or disk is full" });
    now.mockReturnValue(14_002);
    expect(await health.vitals()).toMatchObject({ ok: true, store: "writable" });
    health.stop();
    await store.close();
  });

  test("a store that does not answer is told as such", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const stuck = { check: () => new Promise<void>(() => {}) } as unknown as SqliteStore;
    const health = new Health(stuck);
    const vitals = health.vitals();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await vitals).toMatchObject({ ok: false, store: "no answer for 2 s" });
    health.stop();
    vi.useRealTimers();
  });
});
