import { useEffect, useRef } from "react";
import { changeView } from "../../view";
import { addressOfPages, type PagesAddress, timeText } from "./address";
import type { PagesModel } from "./pages-model";

/** What is seen goes to the address when it has rested this long, ms. */
const ADDRESS_MS = 400;

/** Keeps the address at what is seen, and follows it where somebody else changes it. */
export function useOwnAddress(model: PagesModel, start: PagesAddress): void {
  const written = useRef("");
  useEffect(() => {
    const write = () => {
      const address = addressOfPages(model.viewport.get(), model.tMs.get(), model.chosen.get());
      const text = JSON.stringify([address.t, address.pfn]);
      written.current = text;
      changeView(address);
    };
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(write, ADDRESS_MS);
    };
    const stops = [model.viewport, model.tMs, model.chosen].map((signal) => signal.subscribe(later));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [model]);
  const { tMs, pfn } = start;
  useEffect(() => {
    const text = JSON.stringify([timeText(tMs), pfn < 0 ? null : pfn.toString(16)]);
    if (written.current === "" || written.current === text) return;
    model.seek(tMs);
    if (pfn >= 0) model.goTo(pfn);
  }, [model, tMs, pfn]);
}
