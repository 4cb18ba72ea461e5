import { formatValue, type Shape, type ValueShape } from "@carveout/model";
import type { Refusal } from "@carveout/wire";
import { plainProblem } from "./plain";

/** What was kept, as the last sentences of every refusal of a repair. */
const KEPT = "Nobody else saw the value; your other edits are kept.";
const MAX_SHOWN = 40;
const MAX_JSON = 200;

function shown(shape: ValueShape, value: unknown): string {
  return cut(shape.show(value), MAX_SHOWN);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function json(value: unknown): string | null {
  if (value === undefined) return null;
  // The engine's JSON takes several times as long over a number.
  return Number.isFinite(value) ? String(value) : cut(JSON.stringify(value), MAX_JSON);
}

/** A value that its shape doesn't take. `restored` undefined: there was none before, the default counts. */
export function refusedValue(
  rule: string,
  path: string[],
  shape: ValueShape,
  offered: unknown,
  problem: string,
  restored: unknown,
): Refusal {
  const isShown = offered !== undefined && plainProblem(offered) === null;
  const kept = restored === undefined ? fallenBack(shape) : `Restored to ${shown(shape, restored)}.`;
  return {
    type: "refusal",
    rule,
    path,
    headline: `${shape.label || "Value"} refused: ${isShown ? shown(shape, offered) : "it"} ${problem}.`,
    detail: `${kept} ${KEPT}`,
    offered: isShown ? json(offered) : null,
    restored: json(restored),
  };
}

function fallenBack({ spec }: ValueShape): string {
  const fallback = spec === undefined ? "" : formatValue(spec, spec.default);
  return fallback === "" ? "It is empty again." : `It has its default again, ${fallback}.`;
}

/** Something that can't be here at all and was taken out again: an item, a row, a wire, an unknown key. */
export function refusedPart(rule: string, path: string[], name: string, sentence: string): Refusal {
  return {
    type: "refusal",
    rule,
    path,
    headline: `${cut(name, MAX_SHOWN)} refused: ${sentence}`,
    detail: "It was taken out again. Nobody else saw it; your other edits are kept.",
    offered: null,
    restored: null,
  };
}

/** A text that grew over its limit: what this update inserted is gone, what was there before stays. */
export function refusedText(path: string[], shape: Shape & { shape: "text" }, length: number): Refusal {
  return {
    type: "refusal",
    rule: "G14",
    path,
    headline: `${shape.label} refused: ${length.toLocaleString("en-US")} characters, at most ${shape.maxLength.toLocaleString("en-US")} fit.`,
    detail:
      "What was just inserted is gone, the text before it stays. Nobody else saw it; your other edits are kept.",
    offered: null,
    restored: null,
  };
}

/** An edit of somebody who may only look or comment. The document goes back to the board's state with a reload. */
export function refusedRole(role: string): Refusal {
  const who = role === "viewer" ? "Viewers" : "Commenters";
  return {
    type: "refusal",
    rule: "G9",
    path: [],
    headline: `${who} can't edit this board.`,
    detail:
      "Nobody else saw the change. The board is loaded again without it; ask its owner for an editor's link.",
    offered: null,
    restored: null,
  };
}
