/** Findings that the strategies of the family share. */

import { type Attached, type AttachPlan, planAttach, ramSections } from "../../device/attach";
import { pfnMap } from "../../device/pfn-map";
import { walk } from "../../device/walk";
import type { RunInput } from "../../input";
import type { EarlyMachine } from "../../machine/early";
import { address, bytes, count, pages } from "../../text";
import type { Finding, Params } from "../strategy";
import { POISON_FAULT } from "./panic";
import type { Policy } from "./policy";
import { namespaceRules } from "./rules";
import { walkRanges } from "./walk-range";
import { isWalker, WALKER, type WalkerKind } from "./walkers";

/** Share of a namespace that may be lost before it is worth a word, percent. */
const LOSS_WORTH_SAYING = 10;

export function diagnoseDevice(
  input: RunInput,
  early: EarlyMachine,
  params: Params,
  policy: Policy,
): Finding[] {
  if (input.machine.pmem.length === 0) {
    return [
      {
        severity: "warning",
        field: "type",
        sentence:
          "The profile has no persistent memory: the walkers find nothing to stumble over. Add a namespace to the profile.",
      },
    ];
  }
  const plan = planAttach(early, namespaceRules(params));
  const problems = plan.problems.map(
    ({ index, problem: { field, sentence, source } }): Finding => ({
      severity: "error",
      part: "machine",
      field: `pmem[${index}].${field}`,
      sentence,
      source,
    }),
  );
  if (problems.length > 0) return problems;
  return [
    ...diagnoseDram(plan, early),
    ...plan.attached.flatMap((one) => diagnoseLoss(one, early)),
    ...(policy.initialisesReserve ? plan.attached.flatMap(roomForReserve) : []),
    ...diagnoseWalkers(plan, input, early, params, policy),
  ];
}

function diagnoseDram({ attached, memmapPages, tablePages }: AttachPlan, early: EarlyMachine): Finding[] {
  const wanted = memmapPages + tablePages;
  if (wanted <= early.offeredPages) return [];
  const page = early.input.pageSizeBytes;
  const index = attached.find(({ cost }) => cost.dramLeaves + cost.dramPages > 0)?.index ?? 0;
  return [
    {
      severity: "error",
      part: "machine",
      field: `pmem[${index}].map`,
      sentence:
        `The memmaps of the namespaces take ${bytes(wanted * page)} of ordinary memory, and ${bytes(early.offeredPages * page)} are free after boot ` +
        "(-ENOMEM). Put the memmap on the device, or give the machine more memory.",
      source: "mm/sparse-vmemmap.c vmemmap_alloc_block()",
    },
  ];
}

function diagnoseLoss({ index, layout }: Attached, early: EarlyMachine): Finding[] {
  const { namespace, dataPages } = layout;
  const lost = namespace.sizeBytes - dataPages * early.input.pageSizeBytes;
  const percent = Math.floor((lost * 100) / namespace.sizeBytes);
  if (percent < LOSS_WORTH_SAYING) return [];
  return [
    {
      severity: "warning",
      part: "machine",
      field: `pmem[${index}].alignBytes`,
      sentence:
        `${percent} % of the namespace (${bytes(lost)} of ${bytes(namespace.sizeBytes)}) hold no data: info block, memmap and what an alignment ` +
        `of ${bytes(namespace.alignBytes)} costs.`,
      source: "drivers/nvdimm/pfn_devs.c nd_pfn_init()",
    },
  ];
}

/**
 * The objection of D. Williams: a namespace reserves room for the struct pages of its data. Those of the info block lie in the same leaves,
 * so what is there decides, and these figures say how near it comes.
 */
function roomForReserve({ layout, cost }: Attached): Finding[] {
  const { altmap, namespace } = layout;
  if (altmap === null || cost.altmap === null) return [];
  const { allocPages, alignPages } = cost.altmap;
  return [
    {
      severity: "info",
      field: "type",
      sentence:
        `The struct pages of the first ${pages(altmap.reservePages)} of the namespace at ${address(namespace.baseBytes)} lie in the memmap that it has anyway: ` +
        `${count(allocPages)} pages and ${count(alignPages)} lost to alignment, of ${count(altmap.freePages)}.`,
      source:
        "D. Williams, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
    },
  ];
}

/** Foretells which of the workload's walkers will read a struct page that nobody wrote. */
function diagnoseWalkers(
  { attached }: AttachPlan,
  input: RunInput,
  early: EarlyMachine,
  params: Params,
  policy: Policy,
): Finding[] {
  const layouts = attached.map(({ layout }) => layout);
  const devices = layouts.map(({ basePfn, endPfn }) => ({ startPfn: basePfn, endPfn }));
  const map = pfnMap(ramSections(early), layouts, policy.initialisesReserve);
  const { debugVm, kernel } = input.machine;
  const tripped = new Map<WalkerKind, number>();
  for (const { kind, pages: limit } of input.workload.actions) {
    if (!isWalker(kind) || tripped.has(kind)) continue;
    for (const range of walkRanges(kind, early, devices, namespaceRules(params), limit)) {
      const { firstPfn } = walk(map, range, {
        check: policy.checks[kind],
        tellsDeviceInOnlineSection: kernel !== "5.4",
        isPoisoned: debugVm,
      });
      if (firstPfn >= 0) tripped.set(kind, firstPfn);
    }
  }
  return [...tripped].map(([kind, pfn]) => {
    const fault = WALKER[kind].onPoison === "fault" ? ` at ${POISON_FAULT}` : "";
    return {
      severity: "warning",
      field: "type",
      sentence:
        `${WALKER[kind].subject} comes to pfn ${address(pfn)}, whose struct page nobody initialises: ` +
        (debugVm ? `the kernel panics${fault}.` : "what it reads is undefined."),
      source: WALKER[kind].reader,
    };
  });
}
