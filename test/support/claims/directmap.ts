import type { RunInput, RunResult } from "@carveout/sim";
import { type DirectMap, PRESENT, WRITE } from "../../../packages/sim/src/directmap/direct-map";
import { initialMap } from "../../../packages/sim/src/directmap/initial-map";
import {
  GIB,
  MIB,
  machineInput,
  mix,
  runInput,
  strategyInput,
  workloadInput,
} from "../../../packages/sim/src/testing/inputs";
import { runToEnd } from "../../../packages/sim/src/testing/results";
import type { Claim } from "./claim";

const MAIL =
  "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020";
const DIRECTMAP = { mail: MAIL, template: "directmap" };

export const claims: Claim[] = [
  {
    number: 14,
    claim:
      "Under DEBUG_PAGEALLOC the direct map of x86 is all 4 KiB, so that __kernel_map_pages() cannot fail.",
    ...DIRECTMAP,
    check: cannotFail,
  },
  {
    number: 15,
    claim:
      "Without it one page of a 2 MiB leaf needs a page for a table, and a void function hides that there was none.",
    ...DIRECTMAP,
    check: hidesTheFailure,
  },
  {
    number: 16,
    claim: "A 4 KiB page that is not present can always be mapped back; one of a large leaf cannot.",
    ...DIRECTMAP,
    check: mapsBack,
  },
];

const count = (value: number) => value.toLocaleString("en-US");
const GIB_PFN = GIB / 4096;

/** A supply of `left` pages for tables, and how many were asked for. */
function supply(left: number) {
  const own = {
    asked: 0,
    take: () => {
      own.asked++;
      return own.asked <= left;
    },
    give: () => {},
  };
  return own;
}

/** 3 GiB of memory whose direct map gets no page for a table. */
function withoutTables(over: Partial<RunInput["machine"]>) {
  const none = supply(0);
  return { map: initialMap(machineInput(3 * GIB, over), {}, none).map, none };
}

const unmap = (map: DirectMap, pfn: number, pages = 1) => map.change(pfn, pages, 0, PRESENT | WRITE);
const mapBack = (map: DirectMap, pfn: number, pages = 1) => map.change(pfn, pages, PRESENT | WRITE, 0);

function cannotFail() {
  const { map, none } = withoutTables({ debugPagealloc: true });
  let calls = 0;
  let failures = 0;
  // Every page once, then stretches that begin and end anywhere.
  for (let i = 0; i < 4000; i++) {
    const pfn = (i * 7919) % (3 * GIB_PFN - 1024);
    const change = i % 3 === 2 ? mapBack : unmap;
    if (change(map, pfn, 1 + ((i * 31) % 1024)).error !== null) failures++;
    calls++;
  }
  const large = map.leaves.slice(1).reduce((sum, leaves) => sum + leaves, 0);
  return {
    outcome: `Of ${count(map.leaves[0] ?? 0)} leaves ${large} are larger than 4 KiB; ${count(calls)} calls asked for ${none.asked} tables, ${failures} failed.`,
    isConfirmed: large === 0 && none.asked === 0 && failures === 0,
  };
}

/** Five secret pages on a machine that is full of pages that nobody frees. */
function secretPagesWhenFull(machine: RunInput["machine"], type: string, params: Record<string, string>) {
  const workload = workloadInput({
    allocationsPerSecond: 11_000,
    immortalPercent: 100,
    classes: mix({ kernel: { weight: 1 } }),
    actions: [{ kind: "secretmem", startMs: 900, times: 5, everyMs: 10, pages: 1 }],
  });
  return figuresOf(
    runToEnd(runInput({ machine, strategies: [strategyInput("directmap", type, params)], workload })),
  );
}

function figuresOf({ figures }: RunResult) {
  const own = figures.find(({ family }) => family === "directmap")?.figures ?? [];
  return (key: string) => Number(own.find((figure) => figure.key === key)?.value ?? 0);
}

function hidesTheFailure() {
  const machine = machineInput(32 * MIB);
  const hidden = secretPagesWhenFull(machine, "stock", { interface: "void" });
  const told = secretPagesWhenFull(machine, "checked", {});
  const debug = secretPagesWhenFull({ ...machine, debugPagealloc: true }, "stock", { interface: "void" });
  return {
    outcome:
      `Of 5 pages unmapped when memory is full, void leaves ${hidden("exposed")} mapped that are believed unmapped, int ${told("exposed")} with ` +
      `${told("failures-visible")} errors returned; with debug_pagealloc ${debug("failures-hidden")} fail.`,
    isConfirmed:
      hidden("exposed") === 5 &&
      hidden("failures-hidden") === 5 &&
      told("exposed") === 0 &&
      told("failures-visible") === 5 &&
      debug("failures-hidden") === 0,
  };
}

function mapsBack() {
  const leaf = GIB_PFN + 512;
  const one = supply(1);
  const small = initialMap(machineInput(3 * GIB, { gbPages: false }), {}, one).map;
  unmap(small, leaf + 7);
  const tablesForUnmap = one.asked;
  const smallBack = mapBack(small, leaf + 7);
  const { map: large, none } = withoutTables({ gbPages: false });
  const taken = unmap(large, leaf, 512);
  const askedForLeaf = none.asked;
  const largeBack = mapBack(large, leaf + 7);
  return {
    outcome:
      `A 4 KiB entry comes back with ${one.asked - tablesForUnmap} tables; a 2 MiB leaf goes with ${askedForLeaf} and one page of it comes back with ` +
      `${none.asked - askedForLeaf}, which fails with -${largeBack.error} when no page is free.`,
    isConfirmed:
      smallBack.error === null &&
      one.asked === tablesForUnmap &&
      taken.error === null &&
      askedForLeaf === 0 &&
      none.asked === 1 &&
      largeBack.error === "ENOMEM",
  };
}
