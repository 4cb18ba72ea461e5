import { useEffect, useRef } from "react";
import type { PagesModel } from "./pages-model";

const OVERVIEW_PX = 60;
const GAP_PX = 12;
const LARGEST_PX = 1600;

/** Tells the model the room for each of that many rasters. */
export function useRoom(model: PagesModel, rasters: number) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null || rasters === 0) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const caption = element.querySelector("figcaption")?.clientHeight ?? 26;
      const isStacked = style.flexDirection === "column";
      const width = element.clientWidth - OVERVIEW_PX - GAP_PX * rasters;
      const height = element.clientHeight - caption - 4;
      model.setRoom(
        Math.min(LARGEST_PX, Math.floor(isStacked ? width : width / rasters)),
        Math.floor(height),
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [model, rasters]);
  return ref;
}
