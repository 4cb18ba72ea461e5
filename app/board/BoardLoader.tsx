"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { Opening } from "./Opening";

const BoardApp = lazy(() => import("./BoardApp").then((module) => ({ default: module.BoardApp })));

/** Nothing of a board can be drawn on the server: the frame is there at once, the rest comes with the document. */
export function BoardLoader({ board }: { board: string }) {
  const isBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  if (!isBrowser) return <Opening />;
  return (
    <Suspense fallback={<Opening />}>
      <BoardApp board={board} />
    </Suspense>
  );
}
