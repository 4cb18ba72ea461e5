import type { RunInput, RunResult } from "@carveout/sim";
import { figureOf, runToEnd } from "../../../packages/sim/src/testing/results";
import type { Claim } from "./claim";
import { templateInput } from "./template-input";

const MAIL = "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019";

/** The walkers that a workload's actions set going. */
const WALKERS = ["kpageflags", "kpagecount", "page-idle", "compact", "offline"] as const;

type WalkerKind = (typeof WALKERS)[number];

/** The template's machine with one strategy and one walk of one walker. */
function input(type: string, kind: WalkerKind, over: { debugVm?: boolean; pages?: number } = {}): RunInput {
  const { machine, workload, ...rest } = templateInput("device");
  return {
    ...rest,
    machine: { ...machine, debugVm: over.debugVm ?? true },
    strategies: [{ family: "device", type, params: {} }],
    workload: {
      ...workload,
      durationMs: 2,
      allocationsPerSecond: 0,
      actions: [{ kind, startMs: 1, times: 1, everyMs: 0, pages: over.pages ?? 0 }],
    },
  };
}

const figure = (result: RunResult, key: string) => Number(figureOf(result, "device", key));

const hex = (value: number) => `0x${value.toString(16)}`;

export const claims: Claim[] = [
  {
    number: 12,
    claim: "Reading /proc/kpageflags for the first pfns of a pmem namespace panics.",
    mail: MAIL,
    template: "device",
    check() {
      const { panic, failures } = runToEnd(input("pfn-valid", "kpageflags"));
      const pfn = failures[0]?.examplePfn ?? -1;
      // Without DEBUG_VM the walk goes on, and counts all of them.
      const unwritten = figure(
        runToEnd(input("pfn-valid", "kpageflags", { debugVm: false })),
        "uninitialisedReads",
      );
      const reserve = figure(runToEnd(input("pfn-valid", "kpageflags", { debugVm: false })), "pmem0.reserve");
      return {
        outcome:
          `With DEBUG_VM the read stops at pfn ${hex(pfn)} with a fault at ${panic?.address ?? "no address"}; ` +
          `${unwritten} struct pages are without a value, and the altmap's reserve is ${reserve} pages.`,
        isConfirmed:
          panic?.address === "0xfffffffffffffffe" && pfn === 0x240000 && unwritten === 2 && reserve === 2,
      };
    },
  },
  {
    number: 13,
    claim: "All pfn walkers must know of the struct pages that are not initialised.",
    mail: MAIL,
    template: "device",
    check() {
      const trippedBy = (type: string) =>
        WALKERS.filter((kind) => runToEnd(input(type, kind)).panic !== null);
      const now = trippedBy("pfn-valid");
      const patched = trippedBy("altmap-check");
      const initialised = trippedBy("initialise-all");
      const online = trippedBy("online-page");
      return {
        outcome:
          `With pfn_valid() alone ${now.length} of ${WALKERS.length} walkers panic (${now.join(", ")}; compaction asks for online pageblocks since 4.13); ` +
          `teaching kpageflags leaves ${patched.length}; with pfn_to_online_page() in all of them, or all struct pages initialised, none does.`,
        isConfirmed: now.length === 4 && patched.length === 3 && initialised.length + online.length === 0,
      };
    },
  },
];
