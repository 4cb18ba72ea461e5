import { nextHead } from "../../allocator/block-walk";
import { NO_OWNER } from "../../allocator/page-owner";
import { ramSections } from "../../device/attach";
import type { Machine } from "../../machine/machine";
import type { DeviceRun, FrameRange, PageSource } from "./source";
import { layOutSpans } from "./space";

/** A simulated machine as the page map reads it. */
export function machinePages(machine: Machine): PageSource {
  const { allocator, buddy, early, frames } = machine;
  const { owner } = allocator;
  const { pageSizeBytes } = early.input;
  const rangeOf = ({ base, size }: { base: number; size: number }): FrameRange => {
    const start = frames.frameOf(base / pageSizeBytes);
    return { start, end: start + size / pageSizeBytes };
  };
  const devices: DeviceRun[] = [];
  for (const hook of machine.hooks)
    hook.eachDevice?.(machine, (startPfn, pages, state) => devices.push({ startPfn, pages, state }));
  return {
    frames: frames.frames,
    memory: early.memblock.memory.regions.map(rangeOf),
    spans: layOutSpans(ramSections(early), devices, frames.sectionPages),
    devices,
    maxOrder: buddy.maxOrder,
    stateOf: (frame) => buddy.stateOf(frame),
    nextHead: (frame, end) => nextHead(buddy, frame, end),
    isPinned: (frame) => owner !== NO_OWNER && owner.isPinned(frame),
    contentOf: (frame) => owner.contentOf(frame),
    eachNamed(tell) {
      for (const range of early.memmap) {
        const { start, end } = rangeOf(range);
        tell(start, end - start, "memmap");
      }
      for (const { state, startPfn, pages } of early.metadata) tell(frames.frameOf(startPfn), pages, state);
      for (const { frame, pages } of machine.pageExt) tell(frame, pages, "page_ext");
      allocator.pcp.eachBlock((frame, order) => tell(frame, 1 << order, "pcp"));
      for (const hook of machine.hooks) hook.eachMetadata?.(machine, tell);
    },
  };
}
