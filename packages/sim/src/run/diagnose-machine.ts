/** Findings about the machine alone, before it is laid out. */

import type { MachineInput } from "../input";
import {
  pageblockOrder,
  pagesPerSection,
  physicalAddressBits,
  sectionBytes,
  zoneLimits,
} from "../machine/arch";
import { distancesProblem } from "../machine/node-distance";
import { largestStructPage, SMALLEST_STRUCT_PAGE, structPageSizes } from "../machine/struct-page";
import { blockPages } from "../order";
import type { Diagnostic } from "../output";
import { address, bytes, count, things } from "../text";
import { diagnoseTagStorage } from "./diagnose-tag-storage";

/** Page frames that one machine's arrays hold: 256 GiB of 4 KiB pages. */
export const MAX_FRAMES = 4_294_967_296;

const FOUR_GIB = 2 ** 32;

type Finding = Omit<Diagnostic, "part">;

/** @param structPageBytes sizeof(struct page) with what the strategies add */
export function diagnoseMachine(machine: MachineInput, structPageBytes: number): Diagnostic[] {
  const findings = [
    ...diagnoseOrders(machine),
    ...diagnoseSize(machine),
    ...diagnoseAddresses(machine),
    ...diagnoseOverlaps(machine),
    ...diagnoseStructPage(machine, structPageBytes),
    ...diagnoseNodes(machine),
    ...diagnoseNodeBorders(machine),
    ...machine.cma.flatMap((area) => diagnoseCma(area, machine)),
    ...diagnoseTagStorage(machine),
    ...diagnoseVersion(machine),
  ];
  return findings.map((finding) => ({ ...finding, part: "machine" }));
}

function diagnoseOrders(machine: MachineInput): Finding[] {
  const section = sectionBytes(machine);
  const largest = machine.pageSizeBytes * blockPages(machine.maxOrder);
  if (largest <= section) return [];
  return [
    {
      severity: "error",
      field: "maxOrder",
      sentence: `A block of order ${machine.maxOrder} is ${bytes(largest)}, larger than a section of ${bytes(section)}.`,
      source: "include/linux/mmzone.h",
    },
  ];
}

function diagnoseSize(machine: MachineInput): Finding[] {
  const section = sectionBytes(machine);
  const sections = new Set<number>();
  for (const bank of machine.banks) {
    const last = Math.floor((bank.baseBytes + bank.sizeBytes - 1) / section);
    const tooMany = MAX_FRAMES / pagesPerSection(machine) + 1;
    for (let n = Math.floor(bank.baseBytes / section); n <= last && sections.size < tooMany; n++)
      sections.add(n);
  }
  if (sections.size * pagesPerSection(machine) <= MAX_FRAMES) return [];
  return [
    {
      severity: "error",
      field: "banks",
      sentence:
        `The banks have more than ${bytes(MAX_FRAMES * machine.pageSizeBytes)}: the simulation keeps 5 bytes for each ` +
        `page frame and holds at most ${count(MAX_FRAMES)} of them.`,
    },
  ];
}

/** Two single pages side by side share a list node; only pages of one zone can be counted on to merge. */
function diagnoseNodeBorders({ banks, pageSizeBytes }: MachineInput): Finding[] {
  const findings: Finding[] = [];
  for (const [i, bank] of banks.entries()) {
    const pfn = Math.ceil(bank.baseBytes / pageSizeBytes);
    const below = banks.find(
      (other) =>
        other.nid !== bank.nid &&
        Math.floor((other.baseBytes + other.sizeBytes) / pageSizeBytes) === pfn &&
        other.baseBytes < bank.baseBytes,
    );
    if (pfn % 2 === 0 || below === undefined) continue;
    findings.push({
      severity: "error",
      field: `banks[${i}].baseBytes`,
      sentence:
        `Nodes ${below.nid} and ${bank.nid} meet at pfn ${count(pfn)}, an odd one; the simulation wants nodes to meet at an even ` +
        "page. Move the border by a page: firmware aligns it to megabytes.",
    });
  }
  return findings;
}

function diagnoseAddresses(machine: MachineInput): Finding[] {
  const { arch, banks } = machine;
  const end = Math.max(...banks.map((bank) => bank.baseBytes + bank.sizeBytes));
  const bits = physicalAddressBits(machine);
  if (end > 2 ** bits) {
    const remedy =
      arch === "x86-64" && !machine.fiveLevelPaging ? " Five-level paging reaches to 4,096 TiB." : "";
    return [
      {
        severity: "error",
        field: "banks",
        sentence: `Memory ends at ${address(end)}; this machine's physical addresses have ${bits} bits, so that ${bytes(2 ** bits)} can be reached.${remedy}`,
        source: "MAX_PHYSMEM_BITS",
      },
    ];
  }
  if (arch === "arm32" && end > FOUR_GIB) {
    return [
      {
        severity: "info",
        field: "banks",
        sentence: `Memory ends at ${address(end)}: a 32-bit kernel reaches what lies above 4 GiB with LPAE only.`,
        source: "arch/arm/mm/Kconfig ARM_LPAE",
      },
    ];
  }
  return [];
}

function diagnoseOverlaps(machine: MachineInput): Finding[] {
  const findings: Finding[] = [];
  const banks = [...machine.banks].sort((a, b) => a.baseBytes - b.baseBytes);
  for (const [i, bank] of banks.entries()) {
    const next = banks[i + 1];
    if (next === undefined || bank.baseBytes + bank.sizeBytes <= next.baseBytes) continue;
    findings.push({
      severity: "warning",
      field: `banks[${machine.banks.indexOf(next)}].baseBytes`,
      sentence:
        `The bank starts ${bytes(bank.baseBytes + bank.sizeBytes - next.baseBytes)} inside the bank below it; ` +
        "the memory they share counts once.",
      source: "mm/memblock.c memblock_add_range()",
    });
  }
  return findings;
}

function diagnoseStructPage(machine: MachineInput, structPageBytes: number): Finding[] {
  const { arch, kernel } = machine;
  const largest = largestStructPage(kernel);
  if (arch !== "arm32" && structPageBytes < SMALLEST_STRUCT_PAGE) {
    return [
      {
        severity: "error",
        field: "structPageBytes",
        sentence:
          `struct page has ${structPageBytes} B; mm_zero_struct_page() has no case below ${SMALLEST_STRUCT_PAGE} B, ` +
          "and the kernel does not build.",
        source: "include/linux/mm.h mm_zero_struct_page()",
      },
    ];
  }
  if (arch !== "arm32" && structPageBytes > largest) {
    const grown = structPageBytes > machine.structPageBytes ? "grows to" : "has";
    return [
      {
        severity: "error",
        field: "structPageBytes",
        sentence:
          `struct page ${grown} ${structPageBytes} B; mm_zero_struct_page() of ${kernel} has no case above ` +
          `${largest} B, and the kernel does not build.`,
        source: "include/linux/mm.h mm_zero_struct_page()",
      },
    ];
  }
  const sizes = structPageSizes(arch);
  if (sizes.includes(machine.structPageBytes)) return [];
  return [
    {
      severity: "warning",
      field: "structPageBytes",
      sentence: `No configuration of ${arch} has a struct page of ${machine.structPageBytes} B; they have ${sizes.join(", ")} B.`,
      source: "include/linux/mm_types.h",
    },
  ];
}

function diagnoseNodes(machine: MachineInput): Finding[] {
  const nodes = new Set(machine.banks.map((bank) => bank.nid)).size;
  const sentence = distancesProblem(machine.nodeDistances, nodes);
  return sentence === null ? [] : [{ severity: "error", field: "nodeDistances", sentence }];
}

function diagnoseCma(area: MachineInput["cma"][number], machine: MachineInput): Finding[] {
  const { baseBytes, sizeBytes, label } = area;
  const end = baseBytes + sizeBytes;
  const refuse = (sentence: string, source: string): Finding[] => [
    {
      severity: "error",
      field: "cma",
      sentence: `CMA area "${label}" at ${address(baseBytes)}: ${sentence}`,
      source,
    },
  ];
  // Until 5.18 an area is made of the largest blocks, then of pageblocks.
  const order = Math.max(
    pageblockOrder(machine),
    machine.kernel === "5.4" || machine.kernel === "5.18" ? machine.maxOrder : 0,
  );
  const unit = blockPages(order) * machine.pageSizeBytes;
  if (baseBytes % unit !== 0 || sizeBytes % unit !== 0)
    return refuse(
      `it has to start and end at multiples of ${bytes(unit)}.`,
      "mm/cma.c cma_init_reserved_mem()",
    );
  const bank = machine.banks.find((b) => b.baseBytes <= baseBytes && end <= b.baseBytes + b.sizeBytes);
  if (bank === undefined)
    return refuse("it does not lie in one bank.", "mm/cma.c cma_declare_contiguous_nid()");
  const start = Math.min(...machine.banks.map((b) => b.baseBytes));
  const limits = zoneLimits(machine.arch, machine.kernel, start);
  if (limits.some((limit) => baseBytes < limit.endBytes && limit.endBytes < end))
    return refuse("it spans two zones, and none of it can be used.", "mm/cma.c cma_activate_area()");
  const others = [...machine.reserved, ...machine.cma.filter((other) => other !== area)];
  const other = others.find((r) => r.baseBytes < end && baseBytes < r.baseBytes + r.sizeBytes);
  return other === undefined
    ? []
    : refuse(`"${other.label}" is reserved in it.`, "mm/cma.c cma_init_reserved_mem()");
}

function diagnoseVersion(machine: MachineInput): Finding[] {
  const findings: Finding[] = [];
  if (machine.pageTableCheck && machine.kernel === "5.4") {
    findings.push({
      severity: "warning",
      field: "pageTableCheck",
      sentence: "5.4 has no page_table_check, it came with 5.17; the run charges what later versions take.",
      source: "mm/page_table_check.c",
    });
  }
  if (machine.deferredInit && machine.arch === "arm32") {
    findings.push({
      severity: "warning",
      field: "deferredInit",
      sentence:
        "Deferred struct pages need SPARSEMEM and 64 bits; on 32-bit arm all are initialised at once.",
      source: "mm/Kconfig DEFERRED_STRUCT_PAGE_INIT",
    });
  }
  const nodes = new Set(machine.banks.map((bank) => bank.nid)).size;
  if (nodes > 1 && machine.cpus < nodes) {
    findings.push({
      severity: "info",
      field: "cpus",
      sentence: `${things(machine.cpus, "cpu")} for ${nodes} nodes: some nodes have none of their own.`,
    });
  }
  return findings;
}
