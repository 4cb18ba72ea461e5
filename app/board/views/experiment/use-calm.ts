import { useEffect, useRef, useState } from "react";

/** While runs are under way the pictures are drawn anew this often: the eye reads no faster, and the board beneath goes on. */
const EVERY_MS = 400;

/** The newest value, at once where all is at rest, and in calm steps while it changes all the time. */
export function useCalm<T>(value: T, isMoving: boolean): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    if (!isMoving) return;
    setShown(latest.current);
    const timer = setInterval(() => setShown(latest.current), EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return isMoving ? shown : value;
}
