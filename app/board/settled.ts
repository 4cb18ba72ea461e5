import { useEffect, useState } from "react";

/** In the browser's timeline, where the board can be worked on: what is fetched until then is its first load. */
export const USABLE_MARK = "carveout-usable";

let tell = () => {};
const drawn = new Promise<void>((resolve) => {
  tell = resolve;
});

/** Resolves once the board has been drawn for the first time. What nobody can miss before waits for this. */
export function firstDrawn(): Promise<void> {
  return drawn;
}

/** The canvas is there with everything on it. */
export function boardIsThere(): void {
  // The second frame begins when the first is on the screen.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark(USABLE_MARK);
      tell();
    }),
  );
}

/** True once the board has been drawn. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    void firstDrawn().then(() => setSettled(true));
  }, []);
  return isSettled;
}
