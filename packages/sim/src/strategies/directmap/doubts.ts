/** Findings that every strategy of the family shares. */

import { hasDirectMapCalls } from "../../directmap/geometry";
import { canSetDirectMap, splitsLive, usesPagesOnly } from "../../directmap/rules";
import type { RunInput } from "../../input";
import type { Finding } from "../strategy";
import { isChange, type Policy } from "./policy";

/** Doubts arise only where the workload changes the map. */
export function diagnoseDirectMap({ machine, workload }: RunInput, policy: Policy): Finding[] {
  const isChanged = workload.actions.some(({ kind }) => isChange(kind));
  if (!hasDirectMapCalls(machine.arch)) {
    return [
      {
        severity: "error",
        field: "type",
        sentence:
          "32-bit arm has no calls that change single pages of the direct map: there is nothing to compare.",
        source: "arch/arm/Kconfig, without ARCH_HAS_SET_DIRECT_MAP",
      },
    ];
  }
  const findings: Finding[] = [];
  const warn = (sentence: string, source: string) =>
    findings.push({ severity: "warning", field: "type", sentence, source });
  const isPagesOnly = policy.pagesOnly || usesPagesOnly(machine);
  if (isChanged && !canSetDirectMap(machine)) {
    warn(
      "This arm64 kernel maps memory with blocks: set_direct_map_*() return 0 and change nothing. rodata=full would make them work.",
      "arch/arm64/mm/pageattr.c can_set_direct_map()",
    );
  }
  const isVoid = !policy.learns("secretmem", machine.kernel);
  if (isVoid && !isPagesOnly && splitsLive(machine)) {
    warn(
      "Pages are taken out of the map by a call without a result, and leaves are larger than a page: a split that finds no page for its table goes unnoticed.",
      "R. Edgecombe, 26 Oct 2020",
    );
  }
  if (policy.reservePages > 0 && isPagesOnly) {
    warn(
      "The kernel maps memory with pages alone here: nothing is ever split, and the reserve stays unused.",
      "arch/x86/mm/init.c probe_page_size_mask(), arch/arm64/mm/mmu.c map_mem()",
    );
  }
  if (policy.collapses && (machine.arch !== "x86-64" || machine.kernel !== "6.6")) {
    warn(
      "No such kernel puts leaves back together; the run shows what it would save.",
      "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages(), since 6.15",
    );
  }
  if (isChanged && machine.kernel === "5.4" && workload.actions.some(({ kind }) => kind === "secretmem")) {
    warn("5.4 has no secret memory, it came with 5.14; the run has it all the same.", "mm/secretmem.c");
  }
  return findings;
}
