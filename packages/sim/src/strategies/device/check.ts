/** The namespaces' books: I-F1 to I-F4 of the design's invariants, and that what they took is theirs. */

import { isUsedBlock } from "../../allocator/page-state";
import type { Attached } from "../../device/attach";
import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import type { DeviceRun } from "./device-run";

/** Throws InvariantError. */
export function checkDevice(run: DeviceRun, machine: Machine): void {
  for (const one of run.plan.attached) checkNamespace(one, machine.early.input.pageSizeBytes);
  for (const { frame, order } of run.taken) {
    const state = machine.buddy.stateOf(frame);
    assertInvariant(
      "I-F2",
      isUsedBlock(state, order),
      () => `memmap block of order ${order} at frame ${frame} has the state ${state}.`,
    );
  }
}

function checkNamespace({ layout, cost }: Attached, page: number): void {
  const { namespace, altmap, basePfn, firstDataPfn, dataPages, startPadBytes } = layout;
  const dataEnd = (firstDataPfn + dataPages) * page;
  const cut = namespace.baseBytes + namespace.sizeBytes - layout.endTruncBytes - dataEnd;
  assertInvariant(
    "I-F1",
    cut >= 0 && cut < page,
    () => `the data ends at ${dataEnd}, ${cut} bytes before the namespace.`,
  );
  const startsAt = namespace.baseBytes + startPadBytes + layout.dataOffsetBytes;
  assertInvariant("I-F1", firstDataPfn * page === startsAt, () => `the data does not start at ${startsAt}.`);
  if (altmap !== null) {
    const first = basePfn + altmap.reservePages + altmap.freePages;
    assertInvariant("I-F1", first === firstDataPfn, () => `data starts at ${firstDataPfn}, not at ${first}.`);
  }
  if (cost.altmap !== null) {
    const { allocPages, alignPages, freePages } = cost.altmap;
    assertInvariant(
      "I-F3",
      allocPages + alignPages <= freePages,
      () => `the altmap gave out ${allocPages} and lost ${alignPages} of ${freePages} pages.`,
    );
  }
  if (namespace.mode !== "raw") {
    assertInvariant(
      "I-F4",
      (firstDataPfn * page) % namespace.alignBytes === 0,
      () => `first data pfn ${firstDataPfn} is not aligned to ${namespace.alignBytes}.`,
    );
  }
}
