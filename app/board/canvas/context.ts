import { createContext, useContext } from "react";
import type { Whiteboard } from "./whiteboard";

export const WhiteboardContext = createContext<Whiteboard | null>(null);

/** The canvas at work. Only below WhiteboardContext. */
export function useWhiteboard(): Whiteboard {
  const whiteboard = useContext(WhiteboardContext);
  if (whiteboard === null) throw new Error("useWhiteboard needs a WhiteboardContext above it.");
  return whiteboard;
}
