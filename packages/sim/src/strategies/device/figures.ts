import type { Attached } from "../../device/attach";
import { dramMemmapPages } from "../../device/hot-add";
import type { Gauge } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Figure, FigureUnit } from "../../output";
import { address } from "../../text";
import type { DeviceRun } from "./device-run";

/** What the namespaces cost and what the walkers met. */
export function deviceFigures(run: DeviceRun, machine: Machine): Figure[] {
  return [
    ...run.plan.attached.flatMap((one) => namespaceFigures(one, run, machine)),
    { key: "walked", label: "pfns walked", unit: "count", value: run.totals.walked },
    {
      key: "noPage",
      label: "Answered NOPAGE",
      unit: "count",
      value: run.totals.noPage,
      help: "Without reading: no struct page, or none that the walker may rely on.",
      source: "include/uapi/linux/kernel-page-flags.h KPF_NOPAGE",
    },
    {
      key: "reservedAnswers",
      label: "Answered RESERVED",
      unit: "count",
      value: run.totals.reserved,
      help: "Without reading: the pfn lies in an altmap's reserve.",
    },
    {
      key: "lookups",
      label: "Pagemap look-ups",
      unit: "count",
      value: run.totals.lookups,
      help: "One for each pfn with a struct page, where the walker asks about the altmap.",
      source: "mm/memremap.c get_dev_pagemap()",
    },
    {
      key: "uninitialisedReads",
      label: "Uninitialised struct pages read",
      unit: "count",
      value: run.totals.uninitialisedReads,
    },
  ];
}

export function deviceGauges(run: DeviceRun): Gauge[] {
  return [
    { key: "walked", label: "pfns walked", unit: "count", read: () => run.totals.walked },
    { key: "noPage", label: "Answered NOPAGE", unit: "count", read: () => run.totals.noPage },
  ];
}

function namespaceFigures({ index, layout, cost }: Attached, run: DeviceRun, machine: Machine): Figure[] {
  const page = machine.early.input.pageSizeBytes;
  const { namespace, altmap } = layout;
  const lost = namespace.sizeBytes - layout.dataPages * page;
  // With one namespace there is nothing to tell it from.
  const where = run.plan.attached.length === 1 ? "" : ` (pmem at ${address(namespace.baseBytes)})`;
  const figure = (key: string, label: string, unit: FigureUnit, value: number, help?: string): Figure => ({
    key: `pmem${index}.${key}`,
    label: `${label}${where}`,
    unit,
    value,
    ...(help === undefined ? {} : { help }),
  });
  return [
    figure(
      "dataOffset",
      "Data starts",
      "bytes",
      layout.dataOffsetBytes,
      "Bytes into the namespace (dataoff).",
    ),
    figure("dataPages", "Data", "pages", layout.dataPages, "npfns of the info block."),
    figure(
      "lost",
      "Capacity lost",
      "percent",
      Math.floor((lost * 10_000) / namespace.sizeBytes) / 100,
      "Info block, memmap, padding, and what is cut off at the ends.",
    ),
    figure(
      "reserve",
      "Altmap reserve",
      "pages",
      altmap?.reservePages ?? 0,
      "Info block and pad: not for struct pages.",
    ),
    figure(
      "free",
      "Altmap room",
      "pages",
      altmap?.freePages ?? 0,
      "For struct pages and what aligning them costs.",
    ),
    figure("altmapAlign", "Altmap lost to alignment", "pages", cost.altmap?.alignPages ?? 0),
    figure("onDevice", "Memmap on the device", "bytes", (cost.altmap?.allocPages ?? 0) * page),
    figure(
      "inDram",
      "Memmap in DRAM",
      "bytes",
      dramMemmapPages(cost, run.plan.leafPages) * page,
      "Page tables apart.",
    ),
    figure("tables", "Page tables of the memmap", "pages", cost.tablePages),
    figure(
      "uninitialised",
      "Uninitialised struct pages",
      "count",
      run.policy.initialisesReserve ? 0 : (altmap?.reservePages ?? 0),
      "Those of the altmap's reserve, unless the strategy initialises them.",
    ),
  ];
}
