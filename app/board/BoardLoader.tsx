"use client";

import dynamic from "next/dynamic";
import { Opening } from "./Opening";

const BoardApp = dynamic(() => import("./BoardApp").then((module) => module.BoardApp), {
  ssr: false,
  loading: () => <Opening />,
});

/** Nothing of a board can be drawn on the server: the bars are there at once, the rest comes with the document. */
export function BoardLoader({ board }: { board: string }) {
  return <BoardApp board={board} />;
}
