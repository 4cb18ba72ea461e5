import type { BoardLink } from "@carveout/wire";
import { boardFileAddress, call } from "../../api";

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
