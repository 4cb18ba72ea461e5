import { type ItemJson, MAX_VARIANTS, viewOf } from "@carveout/model";
import { expect, test } from "vitest";
import { wireRefusal } from "./wiring";

const place = { geo: { x: 0, y: 0, w: 258 }, z: "a0" };
const boardWith = (variants: number) =>
  viewOf({
    profile: { kind: "profile", ...place, fields: {} },
    strategy: { kind: "strategy", family: "kmsan", type: "lazy", ...place, fields: {} },
    experiment: {
      kind: "experiment",
      ...place,
      fields: { variants: Object.fromEntries(Array.from({ length: variants }, (_, i) => [`v${i}`, {}])) },
    },
  } satisfies Record<string, ItemJson>);

const to = (port: string) => ({ item: "experiment", port });
const from = (item: string) => ({ item, port: "out" });

test("a strategy may be dropped where a new variant starts, as long as there is room for one", () => {
  expect(wireRefusal(boardWith(0), from("strategy"), to("new"))).toBeNull();
  expect(wireRefusal(boardWith(MAX_VARIANTS), from("strategy"), to("new"))).toContain(
    `at most ${MAX_VARIANTS}`,
  );
});

test("a locked item keeps the wires it has", () => {
  for (const locked of ["profile", "experiment"]) {
    const board = boardWith(1);
    const item = (id: string) => {
      const found = board.item(id);
      return id === locked && found?.kind !== "connector" && found ? { ...found, locked: true } : found;
    };
    const view = { ...board, item };
    expect(wireRefusal(view, from("profile"), to("profile"))).toContain("Unlock it first");
    expect(wireRefusal(view, from("strategy"), to("new")) === null).toBe(locked === "profile");
  }
});

test("everything else is the model's to say", () => {
  expect(wireRefusal(boardWith(1), from("profile"), to("profile"))).toBeNull();
  expect(wireRefusal(boardWith(1), from("profile"), to("new"))).toContain("profile port");
});
