import { CloseCode } from "@carveout/wire";
import type { OfflineCause } from "./types";

/** There is no such board. */
export const NO_BOARD = 404;
/** The server lacks what it had: its board is another history, from a backup or from before a power cut. */
export const OTHER_HISTORY = 1;
/** This browser's copy is damaged. */
export const DAMAGED_COPY = 2;
/** The server knows somebody else here than the copy is of. */
export const SOMEBODY_ELSE = 3;

/** Endings after which this participant has no right to the board, as far as is known. */
const NO_RIGHT: readonly number[] = [
  CloseCode.Unauthorised,
  CloseCode.Withdrawn,
  CloseCode.Expired,
  CloseCode.Deleted,
  NO_BOARD,
];

/** Close codes of a server that stops or comes back: 1001 going away, 1012 service restart. */
const RESTARTS: readonly number[] = [1001, 1012];

export function mayKeep(code: number): boolean {
  return !NO_RIGHT.includes(code);
}

/** Why a connection went that comes back by itself. */
export function causeOf(code: number | undefined): OfflineCause {
  if (code === CloseCode.TooMany) return "refusals";
  return code !== undefined && RESTARTS.includes(code) ? "restart" : "network";
}
