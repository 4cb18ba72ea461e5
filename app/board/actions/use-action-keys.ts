import { useEffect } from "react";
import { useDesk } from "../desk";

/** The board's keys. The list behind them comes after the board; a key that is pressed before waits for it. */
export function useActionKeys(): void {
  const desk = useDesk();
  useEffect(() => {
    let hear: typeof import("./hear").hear | null = null;
    const loading = import("./hear").then((loaded) => {
      hear = loaded.hear;
      return loaded.hear;
    });
    const onKey = (event: KeyboardEvent) => {
      if (hear !== null) hear(event, desk);
      else void loading.then((late) => late(event, desk));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [desk]);
}
