/** Findings about the description of tag storage, whoever uses it: what the device tree's binding and the hardware ask for. */

import type { MachineInput, TagStorageRegion } from "../input";
import { blockSizePages, neededTagPages, PAGES_PER_TAG_PAGE } from "../machine/tag-storage";
import type { Diagnostic } from "../output";
import { address, bytes, pages } from "../text";

type Finding = Omit<Diagnostic, "part">;

const BINDING =
  "RFC v3, patch 19: Documentation/devicetree/bindings/reserved-memory/arm,mte-tag-storage.yaml";
const DRIVER = "RFC v3, arch/arm64/kernel/mte_tag_storage.c";

interface Range {
  baseBytes: number;
  sizeBytes: number;
}

export function diagnoseTagStorage(machine: MachineInput): Finding[] {
  const { arch, tagStorage } = machine;
  if (tagStorage.length === 0) return [];
  if (arch !== "arm64")
    return [
      error(
        `Memory tagging is arm64's; ${arch} has no tag storage. Take the regions out, or choose arm64.`,
        "arch/arm64/Kconfig ARM64_MTE",
      ),
    ];
  return tagStorage.flatMap((region, i) => [
    ...diagnoseShape(region, machine),
    ...diagnosePlace(region, i, machine),
  ]);
}

function diagnoseShape(region: TagStorageRegion, { pageSizeBytes: page }: MachineInput): Finding[] {
  const { baseBytes, sizeBytes, blockBytes, memoryBaseBytes, memorySizeBytes } = region;
  const refuse = (sentence: string, source: string) => [error(`${nameOf(region)}: ${sentence}`, source)];
  if ([baseBytes, sizeBytes, memoryBaseBytes, memorySizeBytes].some((value) => value % page !== 0))
    return refuse(
      `it and its memory have to begin and end at pages of ${bytes(page)}.`,
      `${DRIVER} PHYS_PFN()`,
    );
  const blockPages = blockSizePages(page, blockBytes);
  const has = sizeBytes / page;
  if (has % blockPages !== 0)
    return refuse(
      `its ${pages(has)} are no multiple of a block, the smallest common multiple of ${bytes(page)} and ${bytes(blockBytes)}: ${pages(blockPages)}.`,
      `${DRIVER} tag_storage_probe()`,
    );
  const needs = neededTagPages(region, page);
  const rule =
    `${bytes(memorySizeBytes)} of memory take a ${PAGES_PER_TAG_PAGE}nd of that` +
    `${blockPages > 1 ? ` in blocks of ${pages(blockPages)}` : ""}, ${bytes(needs * page)}, for their tags`;
  if (has < needs)
    return refuse(
      `it does not cover its memory: ${rule}; it has ${bytes(sizeBytes)}. Pages beyond find no block.`,
      `${DRIVER} tag_storage_find_block_in_region(); RFC v1 asked for 32 * length of tags = length of memory`,
    );
  if (has === needs) return [];
  return [
    {
      severity: "warning",
      field: "tagStorage",
      sentence: `${nameOf(region)}: ${rule}; the other ${bytes((has - needs) * page)} never hold tags.`,
      source: BINDING,
    },
  ];
}

function diagnosePlace(region: TagStorageRegion, index: number, machine: MachineInput): Finding[] {
  const own: Range = region;
  const memory: Range = { baseBytes: region.memoryBaseBytes, sizeBytes: region.memorySizeBytes };
  const refuse = (sentence: string, source: string) => [error(`${nameOf(region)}: ${sentence}`, source)];
  const isInBank = (range: Range) =>
    machine.banks.some((bank) => bank.baseBytes <= range.baseBytes && endOf(range) <= endOf(bank));
  if (!isInBank(own))
    return refuse(
      "it does not lie in one bank, so that the kernel cannot address it.",
      `${DRIVER} mte_init_tag_storage()`,
    );
  if (!isInBank(memory))
    return refuse(
      `its memory at ${address(memory.baseBytes)} does not lie in one bank; tagged-memory names one memory node with one range.`,
      BINDING,
    );
  for (const other of machine.tagStorage) {
    const theirs: Range = { baseBytes: other.memoryBaseBytes, sizeBytes: other.memorySizeBytes };
    if (overlap(own, theirs))
      return refuse(
        `it lies in the tagged memory at ${address(theirs.baseBytes)}; tag storage cannot carry tags itself.`,
        "A. Elisei, 25 Jan 2024, cover letter",
      );
  }
  for (const other of machine.tagStorage.slice(index + 1)) {
    const theirs: Range = { baseBytes: other.memoryBaseBytes, sizeBytes: other.memorySizeBytes };
    if (overlap(own, other)) return refuse(`it overlaps the region at ${address(other.baseBytes)}.`, BINDING);
    if (overlap(memory, theirs))
      return refuse(
        `its memory at ${address(memory.baseBytes)} has tags in the region at ${address(other.baseBytes)} too.`,
        BINDING,
      );
  }
  const taken = [...machine.reserved, ...machine.cma].find((range) => overlap(own, range));
  if (taken !== undefined)
    return refuse(
      `"${taken.label}" at ${address(taken.baseBytes)} is reserved in it.`,
      "Documentation/devicetree/bindings/reserved-memory/reserved-memory.yaml",
    );
  return [];
}

function error(sentence: string, source: string): Finding {
  return { severity: "error", field: "tagStorage", sentence, source };
}

function nameOf({ baseBytes }: TagStorageRegion): string {
  return `Tag storage at ${address(baseBytes)}`;
}

function endOf({ baseBytes, sizeBytes }: Range): number {
  return baseBytes + sizeBytes;
}

function overlap(a: Range, b: Range): boolean {
  return a.baseBytes < endOf(b) && b.baseBytes < endOf(a);
}
