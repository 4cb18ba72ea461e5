import type { Refusal } from "@carveout/wire";
import { expect, test } from "vitest";
import { Announcements } from "./announcements";
import type { VariantRun } from "./types";

const refusal = (key: string, headline: string): Refusal => ({
  type: "refusal",
  rule: "R1",
  path: ["items", "profile-1", "fields", "banks", key, "sizeBytes"],
  headline,
  detail: "",
  offered: null,
  restored: null,
});

const frame = (serial: number, missing: string): VariantRun => ({
  type: "run",
  experiment: "e",
  variant: "v",
  run: "",
  seed: 42,
  serial,
  changed: "",
  status: { state: "incomplete", missing },
});

test("of one place the latest refusal is shown, and the next edit there settles it", () => {
  const told = new Announcements();
  told.receiveRefusal(refusal("b0", "first"));
  told.receiveRefusal(refusal("b1", "other"));
  told.receiveRefusal(refusal("b0", "second"));
  expect(told.refusals.get().map(({ headline }) => headline)).toEqual(["other", "second"]);
  told.settle("profile-1", "banks.b0.sizeBytes");
  expect(told.refusals.get().map(({ headline }) => headline)).toEqual(["other"]);
  expect(told.refusalAt.get("profile-1 banks.b0.sizeBytes")).toBeUndefined();
});

test("a dismissed message leaves the field's mark", () => {
  const told = new Announcements();
  told.receiveRefusal(refusal("b0", "first"));
  told.dismissRefusal(told.refusals.get()[0]?.serial ?? -1);
  expect(told.refusals.get()).toEqual([]);
  expect(told.refusalAt.get("profile-1 banks.b0.sizeBytes")?.headline).toBe("first");
});

test("the list keeps what was dismissed or settled, the newest hundred, until it is emptied", () => {
  const told = new Announcements();
  for (let i = 0; i <= 100; i++) told.receiveRefusal(refusal(`b${i}`, String(i)));
  told.settle("profile-1", "banks.b7.sizeBytes");
  told.dismissRefusal(told.refusals.get().at(-1)?.serial ?? -1);
  expect(told.refusalList.get().map(({ headline }) => Number(headline))).toEqual(
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  told.forgetRefusals();
  expect(told.refusalList.get()).toEqual([]);
  expect(told.refusalAt.get("profile-1 banks.b100.sizeBytes")?.headline).toBe("100");
});

test("an older frame of a run is dropped, except from a server that counts anew", () => {
  const told = new Announcements();
  told.receiveRun(frame(5, "new"));
  told.receiveRun(frame(4, "old"));
  expect(told.runs.get("e")?.get("v")?.serial).toBe(5);
  told.reset();
  told.receiveRun(frame(1, "after a restart"));
  expect(told.runs.get("e")?.get("v")?.serial).toBe(1);
});

test("only items whose findings changed are told again", () => {
  const told = new Announcements();
  const finding = (item: string) => ({ item, field: "", severity: "error", sentence: item }) as const;
  const woken: string[] = [];
  for (const id of ["a", "b", "c"]) told.findings.subscribe(id, () => woken.push(id));
  told.receiveFindings({ type: "diagnostics", findings: [finding("a"), finding("b")] });
  told.receiveFindings({ type: "diagnostics", findings: [finding("b"), finding("c")] });
  expect(woken.sort()).toEqual(["a", "a", "b", "c"]);
});
