import { checkBoard, TEMPLATES } from "@carveout/model";
import { expect, test } from "vitest";
import { boardText, partOf } from "./board-file";

test("a part of a board is a board: the chosen items and the wires between them", () => {
  for (const { board } of TEMPLATES) {
    const whole = board();
    const experiment = Object.keys(whole.items).find((id) => whole.items[id]?.kind === "experiment") ?? "";
    const profile = Object.keys(whole.items).find((id) => whole.items[id]?.kind === "profile") ?? "";
    const part = checkBoard(JSON.parse(boardText(partOf(whole, [experiment, profile]))));
    const kinds = Object.values(part.items).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["connector", "experiment", "profile"]);
  }
});
