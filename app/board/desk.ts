import { createContext, useContext } from "react";
import type { Whiteboard } from "./canvas/whiteboard";
import { type BoardSession, Signal } from "./session";

/** Tools that ask first which one. */
export type ToolMenu = "profile" | "strategy" | "shape";

export type OpenDialog =
  | { name: "share" }
  | { name: "you" }
  | { name: "help" }
  | { name: "commands" }
  | { name: "find" }
  | { name: "refusals" }
  | { name: "export" }
  | { name: "proposal"; files: readonly File[]; text: string; at: { x: number; y: number } | null }
  | { name: "import"; files: readonly File[]; at: { x: number; y: number } | null };

/** The board with its canvas and what opens around it: all that an action can reach. */
export class Desk {
  readonly dialog = new Signal<OpenDialog | null>(null);
  readonly toolMenu = new Signal<ToolMenu | null>(null);

  constructor(
    readonly session: BoardSession,
    readonly whiteboard: Whiteboard,
  ) {}
}

export const DeskContext = createContext<Desk | null>(null);

/** Only below DeskContext. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("useDesk needs a DeskContext above it.");
  return desk;
}
