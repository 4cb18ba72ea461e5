/** Which pfns have a place on the page map, and which place. */

import type { DeviceRun, PageSpan } from "./source";

/** pfns [startPfn, endPfn). */
interface Run {
  startPfn: number;
  endPfn: number;
}

/**
 * The spans of a machine: the sections of its RAM, and those of its namespaces where RAM has none.
 * @param ram whole sections, ascending, apart; their frames follow one another
 */
export function layOutSpans(
  ram: readonly Run[],
  devices: readonly DeviceRun[],
  sectionPages: number,
): PageSpan[] {
  const outside = devices.flatMap(({ startPfn, pages }) => {
    const whole = {
      startPfn: Math.floor(startPfn / sectionPages) * sectionPages,
      endPfn: Math.ceil((startPfn + pages) / sectionPages) * sectionPages,
    };
    return without(whole, ram);
  });
  let frame = 0;
  const runs = ram.map((run) => {
    const first = frame;
    frame += run.endPfn - run.startPfn;
    return { ...run, frame: first };
  });
  const all = [...runs, ...joined(outside).map((run) => ({ ...run, frame: -1 }))];
  all.sort((a, b) => a.startPfn - b.startPfn);
  let place = 0;
  return all.map(({ startPfn, endPfn, frame }) => {
    const span = { place, pfn: startPfn, pages: endPfn - startPfn, frame };
    place += span.pages;
    return span;
  });
}

/** What is left of a run without others, which are ascending. */
function without(run: Run, others: readonly Run[]): Run[] {
  const left: Run[] = [];
  let startPfn = run.startPfn;
  for (const other of others) {
    if (other.endPfn <= startPfn || other.startPfn >= run.endPfn) continue;
    if (other.startPfn > startPfn) left.push({ startPfn, endPfn: other.startPfn });
    startPfn = other.endPfn;
  }
  if (startPfn < run.endPfn) left.push({ startPfn, endPfn: run.endPfn });
  return left;
}

/** Runs that touch or overlap as one. */
function joined(runs: readonly Run[]): Run[] {
  const whole: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.startPfn - b.startPfn)) {
    const last = whole.at(-1);
    if (last !== undefined && run.startPfn <= last.endPfn) last.endPfn = Math.max(last.endPfn, run.endPfn);
    else whole.push({ ...run });
  }
  return whole;
}

/** Places of all spans. */
export function placesOf(spans: readonly PageSpan[]): number {
  const last = spans.at(-1);
  return last === undefined ? 0 : last.place + last.pages;
}

/** The place of a pfn, or -1 if it has none. */
export function placeOfPfn(spans: readonly PageSpan[], pfn: number): number {
  const span = spans.find((one) => one.pfn <= pfn && pfn < one.pfn + one.pages);
  return span === undefined ? -1 : span.place + pfn - span.pfn;
}

/** The pfn of a place, or -1 if it is none. */
export function pfnOfPlace(spans: readonly PageSpan[], place: number): number {
  const span = spans.find((one) => one.place <= place && place < one.place + one.pages);
  return span === undefined ? -1 : span.pfn + place - span.place;
}

/** The frame of a place, or -1 where there is no RAM. */
export function frameOfPlace(spans: readonly PageSpan[], place: number): number {
  const span = spans.find((one) => one.place <= place && place < one.place + one.pages);
  return span === undefined || span.frame < 0 ? -1 : span.frame + place - span.place;
}
