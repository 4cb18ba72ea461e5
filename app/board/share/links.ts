import type { Role } from "@carveout/wire";
import { boardFileAddress, call } from "../../api";

/** One way into the board, as an owner sees it. Times in milliseconds since 1970. */
export interface BoardLink {
  id: string;
  role: Role;
  /** What it is for; "" = nobody said. */
  name: string;
  /** null = it came with the board. */
  madeBy: string | null;
  madeAt: number;
  expiresAt: number | null;
  usedAt: number | null;
  /** The one that this browser is here by. */
  isYours: boolean;
  address: string;
}

export type NewLink = Pick<BoardLink, "role" | "name" | "expiresAt">;

const at = (board: string) => `${boardFileAddress(board)}/links`;

export function boardLinks(board: string): Promise<BoardLink[]> {
  return call(at(board));
}

export function makeLink(board: string, link: NewLink): Promise<BoardLink> {
  return call(at(board), { method: "POST", body: JSON.stringify(link) });
}

export function withdrawLink(board: string, link: string): Promise<unknown> {
  return call(`${at(board)}/${link}`, { method: "DELETE" });
}

export function restoreLink(board: string, link: string): Promise<unknown> {
  return call(`${at(board)}/${link}/restore`, { method: "POST" });
}
