import { type FieldSpec, PROFILE_FIELDS, type ProfileFieldsJson } from "@carveout/model";

/** The folds of the advanced fields; what none of them names stands above them. */
const FOLDS = [
  {
    title: "Boot",
    keys: [
      "deferredInit",
      "kernelDataBytes",
      "freedBeforeWatermarksPages",
      "unplacedReservedPages",
      "unplacedRecordedPages",
    ],
  },
  { title: "Page tables", keys: ["fiveLevelPaging", "gbPages", "rodataFull", "bbml2"] },
  { title: "Debugging", keys: ["pageOwner", "pageTableCheck", "debugVm", "debugPagealloc", "kfence"] },
] as const;

export type FoldTitle = (typeof FOLDS)[number]["title"];

/** Fields and tables that only some architectures have. */
const ONLY_ON: Readonly<Record<string, readonly string[]>> = {
  // 57-bit virtual addresses and pdpe1gb are x86's.
  fiveLevelPaging: ["x86-64"],
  gbPages: ["x86-64"],
  rodataFull: ["arm64"],
  bbml2: ["arm64"],
  tagStorage: ["arm64"],
  // mm/Kconfig ZONE_DEVICE: wants SPARSEMEM_VMEMMAP, which 32-bit arm has not.
  pmem: ["x86-64", "arm64"],
};

/** Whether a profile shows a field or table: its architecture has it, or a table has rows all the same, which somebody may want to take back. */
export function isShown(key: string, fields: ProfileFieldsJson): boolean {
  const arch = fields.arch ?? PROFILE_FIELDS.find((spec) => spec.key === "arch")?.default;
  const written = fields[key];
  const hasRows = typeof written === "object" && Object.keys(written).length > 0;
  return hasRows || (ONLY_ON[key]?.includes(String(arch)) ?? true);
}

export interface ProfileParts {
  /** Never folded. */
  plain: FieldSpec[];
  /** At the head of the advanced ones. */
  general: FieldSpec[];
  folds: { title: FoldTitle; specs: FieldSpec[] }[];
}

/** A profile's own fields in the order of its form. */
export function profileParts(fields: ProfileFieldsJson): ProfileParts {
  const shown = PROFILE_FIELDS.filter((spec) => isShown(spec.key, fields));
  const folded = new Set<string>(FOLDS.flatMap(({ keys }) => keys));
  return {
    plain: shown.filter((spec) => !spec.advanced),
    general: shown.filter((spec) => spec.advanced && !folded.has(spec.key)),
    folds: FOLDS.map(({ title, keys }) => ({
      title,
      specs: keys.flatMap((key) => shown.filter((spec) => spec.key === key)),
    })),
  };
}

/** Whether findings about a field are told where it stands; those of folded ones are told below the form. */
export function isTold(field: string): boolean {
  const isPlain = PROFILE_FIELDS.some((spec) => spec.key === field && !spec.advanced);
  return isPlain || field === "banks" || field.startsWith("banks.");
}

/** Every key that the folds and the architectures name, for the test that they exist. */
export const NAMED_KEYS: readonly string[] = [...FOLDS.flatMap(({ keys }) => keys), ...Object.keys(ONLY_ON)];
