import { useEffect, useRef } from "react";

/** Keys of the view, wherever the focus is in it. */
export function useKeys(hear: (event: KeyboardEvent) => void): void {
  const newest = useRef(hear);
  newest.current = hear;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isHeld = event.ctrlKey || event.metaKey || event.altKey;
      if (isHeld || event.defaultPrevented || document.querySelector(":modal, :popover-open") !== null)
        return;
      newest.current(event);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
