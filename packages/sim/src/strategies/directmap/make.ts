/** A strategy of this family, from its words and its policy. */

import { tablesOfPagesOnly } from "../../directmap/initial-map";
import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { BootPanic } from "../../machine/panic";
import type { MemorySplit, StrategyDescription } from "../../output";
import { bytes, count } from "../../text";
import type { Params, Strategy } from "../strategy";
import { diagnoseDirectMap } from "./doubts";
import { directMapFigures, directMapGauges } from "./figures";
import type { Policy } from "./policy";
import { DirectMapUse } from "./use";
import { DIRECT_MAP_REMEDIES } from "./words";

export function directMapStrategy(
  description: StrategyDescription,
  policyOf: (params: Params) => Policy,
): Strategy {
  return {
    description,
    remedies: DIRECT_MAP_REMEDIES,
    structPageGrowthBytes: 0,
    create: (params) => createHooks(policyOf(params)),
    estimate: (split, _early, params) => withTables(split, policyOf(params).reservePages),
    diagnose: (input, _early, params) => diagnoseDirectMap(input, policyOf(params)),
  };
}

/** Pages for tables and for the reserve are no longer the callers'. */
function withTables(split: MemorySplit, taken: number): MemorySplit {
  return {
    ...split,
    pageTablePages: split.pageTablePages + taken,
    usablePages: split.usablePages - taken,
  };
}

function createHooks(policy: Policy): Hooks {
  let use: DirectMapUse | undefined;
  const of = (machine: Machine) => {
    use ??= new DirectMapUse(machine, policy);
    return use;
  };
  const hooks: Hooks = {
    beforeHandOver(early) {
      if (policy.pagesOnly) takeBootTables(early);
      if (early.input.debugPagealloc) addDebugPagealloc(hooks, of);
    },
    lateInit: (machine) => fillReserve(of(machine), policy),
    account: (split, machine) => withTables(split, of(machine).tables.pages),
    eachMetadata(machine, tell) {
      const { used, reserve } = of(machine).tables;
      for (const frame of [...used, ...reserve]) tell(frame, 1, "page_table");
    },
    act: (machine, action) => of(machine).act(action),
    gauges: (machine) => directMapGauges(of(machine)),
    figures: (machine) => directMapFigures(of(machine), machine),
    check: (machine) => of(machine).check(),
  };
  return hooks;
}

/** Every allocation maps, every free unmaps: only then do these hooks exist, for they run each time. */
function addDebugPagealloc(hooks: Hooks, of: (machine: Machine) => DirectMapUse): void {
  hooks.afterAllocate = (machine, frame, order) => {
    of(machine).debug?.map(frame, order);
    return true;
  };
  hooks.beforeFree = (machine, frame, order) => of(machine).debug?.unmap(frame, order);
  hooks.moved = (machine, from, to, order) => {
    const { debug } = of(machine);
    debug?.map(to, order);
    debug?.unmap(from, order);
  };
}

/** The profile's reserved pages hold the tables of its own map; here come those that a map of pages has beyond them. */
function takeBootTables(early: EarlyMachine): void {
  const pages = tablesOfPagesOnly(early.input);
  if (pages === 0 || takeInPieces(early, pages)) return;
  const table = pages * early.input.pageSizeBytes;
  throw new BootPanic({
    severity: "error",
    part: "strategy",
    family: "directmap",
    field: "type",
    sentence: `A direct map of pages needs ${bytes(table)} of tables more than the kernel's own, and memory has no room for them.`,
    source: "arch/x86/mm/init.c alloc_low_pages()",
  });
}

/** @throws BootPanic if the machine is too small for the reserve */
function fillReserve({ tables }: DirectMapUse, { reservePages }: Policy): void {
  tables.fill();
  if (tables.reserve.length === reservePages) return;
  throw new BootPanic({
    severity: "error",
    part: "strategy",
    family: "directmap",
    field: "pages",
    sentence: `The reserve is to have ${count(reservePages)} pages; only ${count(tables.reserve.length)} were free when it was filled.`,
  });
}

/** Tables need not lie side by side: in halves where there is no room for all of them in one place. */
function takeInPieces(early: EarlyMachine, pages: number): boolean {
  if (early.take("page_table", pages)) return true;
  if (pages === 1) return false;
  const half = Math.ceil(pages / 2);
  return takeInPieces(early, half) && takeInPieces(early, pages - half);
}
