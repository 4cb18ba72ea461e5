import { useEffect } from "react";
import { useDesk } from "../desk";
import { firstDrawn } from "../settled";

/** The board's keys and clipboard. The list of actions comes after the board; a key that is pressed before waits for it. */
export function useActions(): void {
  const desk = useDesk();
  useEffect(() => {
    let stop: (() => void) | null = null;
    let isOver = false;
    const early: KeyboardEvent[] = [];
    const keep = (event: KeyboardEvent) => early.push(event);
    addEventListener("keydown", keep);
    const loaded = firstDrawn().then(() => import("./listen"));
    void loaded.then(({ hear, listen }) => {
      removeEventListener("keydown", keep);
      if (isOver) return;
      for (const event of early) hear(event, desk);
      stop = listen(desk);
    });
    return () => {
      isOver = true;
      removeEventListener("keydown", keep);
      stop?.();
    };
  }, [desk]);
}
