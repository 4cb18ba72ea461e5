/** Makes the machine hand over exactly what the boot did, with pages whose place nobody logged. */

import { ImportError } from "../errors";
import { count, pages } from "../text";
import { type Layout, offeredPages } from "./hand-over";
import type { Note } from "./machine-facts";
import type { ImportedReservation } from "./profile";

export interface Balanced {
  reserved: ImportedReservation[];
  unplacedReservedPages: number;
  unplacedRecordedPages: number;
}

/** What the boot tells beside the layout. */
export interface Told {
  /** Pages that the boot handed over, null if no file tells. */
  handedOver: number | null;
  /** True if `layout.reserved` is a replayed log and so ought to be the whole list. */
  isLogged: boolean;
  /** Pages that are reserved after KMSAN has recorded the others: the stack depot's. */
  afterPages: number;
}

/**
 * The layout's reserved list with the unplaced pages that it takes.
 * @throws ImportError if the map is smaller than what the boot handed over
 */
export function balance(layout: Layout, { handedOver, isLogged, afterPages }: Told, note: Note): Balanced {
  const { reserved } = layout;
  if (handedOver === null) {
    note(
      "warning",
      "No file tells how many pages the boot reserved: what is not in the reserved list counts as free. " +
        "Add /proc/meminfo and the kernel log.",
    );
    return { reserved, unplacedReservedPages: 0, unplacedRecordedPages: 0 };
  }
  const surplus = offeredPages(layout) - handedOver;
  if (isLogged && surplus <= 0) {
    if (surplus < 0) {
      note(
        "warning",
        `The boot handed over ${pages(handedOver)}, ${count(-surplus)} more than the logged memblock list leaves. ` +
          "The list is kept.",
      );
    } else {
      note(
        "info",
        `The reserved list is the boot's own: it leaves ${pages(handedOver)}, as many as were handed over.`,
      );
    }
    return { reserved, unplacedReservedPages: 0, unplacedRecordedPages: 0 };
  }
  if (surplus < 0) {
    if (reserved.length > 0) {
      note(
        "warning",
        "The kernel image and the other known places hold more than the boot reserved. They were left out.",
      );
      return balance({ ...layout, reserved: [] }, { handedOver, isLogged, afterPages }, note);
    }
    throw new ImportError(
      `The boot handed over ${pages(handedOver)}, but the map leaves room for ${count(offeredPages(layout))}: ` +
        "the files are from different machines or boots. Take all of them from one.",
      [],
    );
  }
  const unplaced = unplacedFor(surplus, afterPages, layout.kmsan);
  note(
    isLogged ? "warning" : "info",
    `${pages(unplaced.reservedPages)} are reserved at places that no file names. They are taken from the top of memory; ` +
      (layout.kmsan
        ? `${count(unplaced.recordedPages)} of them count three times, for KMSAN gives each a shadow and an origin page.`
        : `${count(unplaced.recordedPages)} of them are taken to exist when KMSAN would record ranges.`),
  );
  if (unplaced.remainderPages > 0) {
    note(
      "info",
      `${pages(unplaced.remainderPages)} of these are not recorded, so that the sum comes out exactly.`,
    );
  }
  return {
    reserved,
    unplacedReservedPages: unplaced.reservedPages,
    unplacedRecordedPages: unplaced.recordedPages,
  };
}

/**
 * Splits pages that are missing into reserved ones.
 * @param surplusPages what the machine would hand over beyond what the boot did; at least 0
 * @param afterPages how many of them at most are reserved after KMSAN has recorded the others
 * @param kmsan each recorded page takes a shadow and an origin page with it
 * @returns `remainderPages`, 0 to 2: reserved ones that are not recorded only because the rest does not divide by three
 */
export function unplacedFor(
  surplusPages: number,
  afterPages: number,
  kmsan: boolean,
): { reservedPages: number; recordedPages: number; remainderPages: number } {
  const after = Math.min(afterPages, surplusPages);
  if (!kmsan) return { reservedPages: surplusPages, recordedPages: surplusPages - after, remainderPages: 0 };
  const recordedPages = Math.floor((surplusPages - after) / 3);
  const remainderPages = surplusPages - after - 3 * recordedPages;
  return { reservedPages: recordedPages + after + remainderPages, recordedPages, remainderPages };
}
