/** The reserved list: replayed where the boot logged it, else what other evidence names. */

import { type Place, type Range, roundedOut, subtract, union } from "../range";
import type { Evidence } from "./files";
import type { ImportedReservation } from "./profile";
import { labelByPlace, type Replayed } from "./replay";

const MIB = 1024 * 1024;

/** From the replay: without the memmap, KMSAN's metadata and CMA, which the machine makes itself. */
export function loggedReservations(replayed: Replayed, places: Place[], cma: Range[]): ImportedReservation[] {
  const boot = replayed.pieces
    .filter((piece) => piece.owner === "boot")
    .flatMap((piece) => subtract([piece], union(cma)).map((part) => ({ ...piece, ...part })));
  const list: ImportedReservation[] = [];
  for (const piece of labelByPlace(boot, places, "early boot")) {
    const { startBytes, endBytes, label, recorded, afterMemmap } = piece;
    const last = list.at(-1);
    const isSame =
      last !== undefined &&
      last.baseBytes + last.sizeBytes === startBytes &&
      last.label === label &&
      last.recorded === recorded &&
      last.afterMemmap === afterMemmap;
    if (isSame) last.sizeBytes += endBytes - startBytes;
    else
      list.push({
        baseBytes: startBytes,
        sizeBytes: endBytes - startBytes,
        label,
        recorded,
        afterMemmap,
        freedLatePages: 0,
      });
  }
  return list;
}

/** From the places alone, in whole pages; all of them are there before KMSAN looks, inside RAM or not. */
export function namedReservations(places: Place[], pageSizeBytes: number): ImportedReservation[] {
  let taken: Range[] = [];
  const list: ImportedReservation[] = [];
  for (const place of places) {
    const whole = roundedOut([place], pageSizeBytes);
    for (const part of subtract(whole, taken)) {
      const sizeBytes = part.endBytes - part.startBytes;
      list.push({
        baseBytes: part.startBytes,
        sizeBytes,
        label: place.label,
        recorded: true,
        afterMemmap: false,
        freedLatePages: 0,
      });
    }
    taken = union([...taken, ...whole]);
  }
  return list.sort((a, b) => a.baseBytes - b.baseBytes);
}

export function asRange({ baseBytes, sizeBytes }: { baseBytes: number; sizeBytes: number }): Range {
  return { startBytes: baseBytes, endBytes: baseBytes + sizeBytes };
}

/**
 * What is known to be reserved before memblock=debug is parsed, by files other than the memblock log.
 * Source: arch/x86/kernel/setup.c early_reserve_memory(), setup_arch() (the first MiB since 5.13).
 */
export function knownPlaces({ dmesg, iomem }: Evidence, isX86: boolean): Place[] {
  const places: Place[] = [...(dmesg?.places ?? [])];
  if (iomem !== null && iomem.kernelImage !== null)
    places.push({ ...iomem.kernelImage, label: "kernel image" });
  const [major = 0, minor = 0] = (dmesg?.release ?? "").split(".").map((part) => Number.parseInt(part, 10));
  if (isX86 && (major > 5 || (major === 5 && minor >= 13))) {
    places.push({ startBytes: 0, endBytes: MIB, label: "first MiB" });
  }
  return places;
}
