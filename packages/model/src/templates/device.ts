import type { BoardJson } from "../board-json";
import { comparison } from "./comparison";
import { MACHINE } from "./debian-8g.generated";
import type { Template } from "./template";

const TITLE = "Persistent memory: who may read its struct pages?";

/** The panic of July 2019, on a measured machine whose RAM ends where the mail's namespace starts (mail of M. Hocko, 6 Aug 2019). */
export const deviceTemplate: Template = {
  id: "device",
  title: TITLE,
  name: "Struct pages of pmem",
  question: "A read of /proc/kpageflags panics over pmem: teach the walkers, or initialise what they find?",
  board,
};

function board(): BoardJson {
  return comparison({
    title: TITLE,
    family: "device",
    profile: {
      name: "8 GiB and 4 GiB of pmem, DEBUG_VM",
      fields: {
        ...MACHINE.fields,
        kernel: "5.4",
        debugVm: true,
        pmem: {
          p0: {
            baseBytes: 0x240000000,
            sizeBytes: 4 * 1024 ** 3,
            mode: "fsdax",
            map: "dev",
            alignBytes: 2 * 1024 ** 2,
          },
        },
      },
    },
    alternatives: [
      { variant: "valid", type: "pfn-valid", y: 0 },
      { variant: "altmap", type: "altmap-check", y: 330 },
      { variant: "all", type: "initialise-all", y: 718 },
      { variant: "online", type: "online-page", y: 1066 },
    ],
    workload: {
      name: "Five walkers, a second apart",
      y: 1322,
      fields: {
        durationMs: 6000,
        allocationsPerSecond: 3000,
        lifetimeMeanMs: 800,
        orders: { "0": 97, "3": 3 },
        classes: { user: { weight: 70 }, kernel: { weight: 30 } },
        actions: {
          a1: { kind: "kpageflags", startMs: 1000 },
          a2: { kind: "kpagecount", startMs: 2000 },
          a3: { kind: "page-idle", startMs: 3000 },
          a4: { kind: "compact", startMs: 4000 },
          a5: { kind: "offline", startMs: 5000 },
        },
      },
    },
    experiment: "Who survives the walk?",
    note: {
      y: 556,
      text: `A pmem namespace keeps its own memmap on the device. Its first two pages hold the info block; their struct pages exist, and nobody initialises them. With DEBUG_VM they are all ones, and a walker that reads one faults at 0xfffffffffffffffe.

A is Linux 5.3: walkers ask pfn_valid() and read. B is the patch of July 2019: /proc/kpageflags asks the altmap. C is what the reply asks for: initialise these struct pages too, so that no walker has to know. D is what went into 5.4: walkers leave out what is not online, and with it every page of the namespace.

B gets past kpageflags and stops at kpagecount. Teach it all walkers, or clear DEBUG_VM, and see what changes. RAM is a measured boot of 8 GiB (Debian, 6.1); it ends where the namespace of the mail starts.`,
    },
  });
}
