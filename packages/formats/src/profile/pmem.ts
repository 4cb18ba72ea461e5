/** Persistent memory: where a namespace lies is in /proc/iomem, how it is made is in ndctl's list. */

import type { Evidence } from "./files";
import type { Note } from "./machine-facts";
import type { ImportedPmem } from "./profile";

const MIB = 1024 * 1024;
/** More is no profile that the simulation core takes. */
const MAX_NAMESPACES = 32;

export function pmemOf({ iomem, ndctl }: Evidence, note: Note): ImportedPmem[] {
  const placed = (iomem?.pmem ?? []).slice(0, MAX_NAMESPACES);
  const namespaces = placed.map(({ name, startBytes, endBytes, dataStartBytes, isLegacy }): ImportedPmem => {
    const place = { baseBytes: startBytes, sizeBytes: endBytes - startBytes };
    const told = ndctl?.find((one) => one.name === name);
    if (told !== undefined)
      return { ...place, mode: told.mode, map: told.map, alignBytes: told.alignBytes ?? 2 * MIB };
    if (dataStartBytes !== null) {
      // With the memmap in ordinary memory the info block alone lies before the data.
      const map = dataStartBytes - startBytes > 2 * MIB ? "dev" : "mem";
      note(
        "warning",
        `${name} is device-dax; its alignment is not told, 2 MiB are assumed. Add the output of 'ndctl list'.`,
      );
      return { ...place, mode: "devdax", map, alignBytes: 2 * MIB };
    }
    note(
      "warning",
      isLegacy
        ? `${name} is a legacy range; it is taken to have no info block, as it starts. Add the output of 'ndctl list'.`
        : `How ${name} was made is not told; fsdax with the memmap on the device and an alignment of 2 MiB is assumed. Add the output of 'ndctl list'.`,
    );
    return { ...place, mode: isLegacy ? "raw" : "fsdax", map: isLegacy ? "mem" : "dev", alignBytes: 2 * MIB };
  });
  for (const { name } of ndctl ?? []) {
    if (!placed.some((one) => one.name === name))
      note("warning", `ndctl names ${name}, and no file tells where it lies. Add /proc/iomem, read as root.`);
  }
  return namespaces;
}
