/** Findings that the strategies share: whether there is tag storage, and whether memory is without. */

import type { RunInput } from "../../input";
import { TagStorage } from "../../machine/tag-storage";
import { bytes, count } from "../../text";
import type { Finding } from "../strategy";

/** What is to be said of the machine's tag storage; an error where it has none. */
export function diagnoseRegions(
  { machine, workload }: RunInput,
  ...findings: ((storage: TagStorage) => Finding | null)[]
): Finding[] {
  if (machine.tagStorage.length === 0)
    return [
      {
        severity: "error",
        field: "type",
        sentence:
          "The profile has no tag storage. Add a region for each memory node, as its arm,mte-tag-storage nodes say.",
        source: "RFC v3, patch 19: arm,mte-tag-storage",
      },
    ];
  const storage = new TagStorage(machine);
  const own = findings.map((find) => find(storage)).filter((finding) => finding !== null);
  if (workload.taggedPercent === 0 && workload.atomicTaggedPercent === 0)
    own.push({
      severity: "info",
      field: "type",
      sentence: "The workload asks for no tagged pages: nothing will need tag storage.",
    });
  return [...own, ...diagnoseUntagged(machine, storage)];
}

function diagnoseUntagged({ banks, pageSizeBytes }: RunInput["machine"], storage: TagStorage): Finding[] {
  const memory = banks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const covered = storage.regions.reduce(
    (sum, { memoryStartPfn, memoryEndPfn }) => sum + memoryEndPfn - memoryStartPfn,
    storage.pages,
  );
  const bare = Math.floor(memory / pageSizeBytes) - covered;
  if (bare <= 0) return [];
  return [
    {
      severity: "warning",
      field: "type",
      sentence:
        `${bytes(bare * pageSizeBytes)} of memory (${count(bare)} pages) have no tag storage in the profile; a tagged page that comes to ` +
        "lie there has no place for its tags.",
      source: "RFC v3, tag_storage_find_block()",
    },
  ];
}
