/** All namespaces of a machine: which of them can be had, and what their struct pages take. */

import type { MachineInput, PmemNamespace } from "../input";
import { pagesPerSection, pmdBytes } from "../machine/arch";
import type { EarlyMachine } from "../machine/early";
import { address, bytes, pages } from "../text";
import { addNamespace, dramMemmapPages, leafPages, type MemmapCost } from "./hot-add";
import {
  isProblem,
  layOutNamespace,
  type NamespaceLayout,
  type NamespaceRules,
  type Neighbour,
} from "./namespace";
import type { NamespaceProblem } from "./problem";
import { type PfnRun, Vmemmap } from "./vmemmap";

const GIB = 2 ** 30;

export interface Attached {
  /** Place in `machine.pmem`. */
  index: number;
  layout: NamespaceLayout;
  cost: MemmapCost;
}

export interface AttachPlan {
  attached: Attached[];
  problems: { index: number; problem: NamespaceProblem }[];
  /** Pages of one leaf of the memmap. */
  leafPages: number;
  /** Pages of ordinary memory that all memmaps take, and their page tables. */
  memmapPages: number;
  tablePages: number;
}

/** Sections that RAM has, joined where they touch, in pfns. */
export function ramSections(early: EarlyMachine): PfnRun[] {
  const sectionPages = pagesPerSection(early.input);
  const runs: PfnRun[] = [];
  for (const { number } of early.sections) {
    const last = runs.at(-1);
    const startPfn = number * sectionPages;
    if (last?.endPfn === startPfn) last.endPfn += sectionPages;
    else runs.push({ startPfn, endPfn: startPfn + sectionPages });
  }
  return runs;
}

/** Lays out and adds the namespaces in the order of the list. Closed form: takes nothing from the machine. */
export function planAttach(early: EarlyMachine, rules: NamespaceRules): AttachPlan {
  const { input, structPageBytes } = early;
  const ram = ramSections(early);
  const vmemmap = new Vmemmap(input, structPageBytes, ram);
  const sectionPages = pagesPerSection(input);
  const isEarly = (section: number) => {
    const pfn = section * sectionPages;
    return ram.some((run) => run.startPfn <= pfn && pfn < run.endPfn);
  };
  const plan: AttachPlan = {
    attached: [],
    problems: [],
    leafPages: leafPages(input, vmemmap),
    memmapPages: 0,
    tablePages: 0,
  };
  for (const [index, namespace] of input.pmem.entries()) {
    const neighbours: Neighbour[] = [...input.banks, ...input.pmem.filter((other) => other !== namespace)];
    const layout =
      unsupported(namespace, input) ?? layOutNamespace(namespace, input, structPageBytes, rules, neighbours);
    const problem = isProblem(layout) ? layout : collision(layout, input, plan.attached);
    if (isProblem(layout) || problem !== null) {
      if (problem !== null) plan.problems.push({ index, problem });
      continue;
    }
    const cost = addNamespace(layout, input, structPageBytes, vmemmap, isEarly);
    if ("sentence" in cost) {
      plan.problems.push({ index, problem: cost });
      continue;
    }
    plan.attached.push({ index, layout, cost });
    plan.memmapPages += dramMemmapPages(cost, plan.leafPages);
    plan.tablePages += cost.tablePages;
  }
  return plan;
}

/** What the architecture rules out. Source: drivers/nvdimm/pfn_devs.c nd_pfn_supported_alignments(). */
function unsupported(
  { mode, alignBytes }: PmemNamespace,
  { arch, pageSizeBytes, transparentHugepages }: MachineInput,
): NamespaceProblem | null {
  if (arch === "arm32") {
    return {
      id: "arch",
      field: "baseBytes",
      sentence:
        "32-bit arm has no ZONE_DEVICE: a namespace has no struct pages there. Take it off the profile.",
      source: "mm/Kconfig ZONE_DEVICE",
    };
  }
  if (mode === "raw") return null;
  const known = [pageSizeBytes];
  if (transparentHugepages) known.push(pmdBytes(pageSizeBytes));
  if (transparentHugepages && arch === "x86-64") known.push(GIB);
  if (known.includes(alignBytes)) return null;
  return {
    id: "alignment",
    field: "alignBytes",
    sentence: `Data cannot be aligned to ${bytes(alignBytes)} here (-EINVAL); ${known.map(bytes).join(", ")} can be had.`,
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_supported_alignments()",
  };
}

/** Struct pages for what has some already. Source: mm/memremap.c pagemap_range(). */
function collision(
  { namespace, basePfn, endPfn }: NamespaceLayout,
  { banks, pageSizeBytes }: MachineInput,
  attached: readonly Attached[],
): NamespaceProblem | null {
  const start = basePfn * pageSizeBytes;
  const end = endPfn * pageSizeBytes;
  const bank = banks.find((one) => one.baseBytes < end && start < one.baseBytes + one.sizeBytes);
  const other = attached.find(({ layout }) => layout.basePfn < endPfn && basePfn < layout.endPfn);
  if (bank === undefined && other === undefined) return null;
  const name =
    bank === undefined
      ? `the namespace at ${address(other?.layout.namespace.baseBytes ?? 0)}`
      : `RAM at ${address(bank.baseBytes)}`;
  return {
    id: "collision",
    field: "baseBytes",
    sentence:
      `The struct pages of the namespace at ${address(namespace.baseBytes)} are for ${address(start)} to ${address(end)}, ` +
      `where ${name} has ${pages(overlap(start, end, bank ?? other?.layout.namespace) / pageSizeBytes)} (${bank === undefined ? "-ENOMEM" : "-ENXIO"}). Move one of them.`,
    source: "mm/memremap.c pagemap_range()",
  };
}

function overlap(start: number, end: number, other: Neighbour | undefined): number {
  if (other === undefined) return 0;
  return Math.min(end, other.baseBytes + other.sizeBytes) - Math.max(start, other.baseBytes);
}
