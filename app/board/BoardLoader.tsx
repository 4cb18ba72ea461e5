"use client";

import { useLoaded } from "../ui/use-loaded";
import { Opening } from "./Opening";

const loadApp = () => import("./BoardApp");

/** Nothing of a board can be drawn on the server: the frame is there at once, the rest comes with the document. */
export function BoardLoader({ board }: { board: string }) {
  const app = useLoaded(loadApp);
  return app === null ? <Opening /> : <app.BoardApp board={board} />;
}
