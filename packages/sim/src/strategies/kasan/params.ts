/** Parameters and formulas that several strategies of the family have. */

import type { Formula, ParamSpec } from "../../output";

export const INSTRUMENTATION: ParamSpec = {
  key: "instrumentation",
  label: "Instrumentation",
  type: "enum",
  default: "outline",
  options: [
    { value: "outline", label: "outline: a call for each access" },
    { value: "inline", label: "inline: the compiler checks the shadow in place" },
  ],
  help:
    "Inline code loads the shadow at a fixed linear offset: faster, and larger. Measured on 6.1.192 in a small x86-64 " +
    "configuration: 8.1 MB of text without KASAN, 10.9 outline, 17.5 inline. The image grows by that share; for other architectures " +
    "and modes no figure is known and none is charged. Kconfig says about three times slower and gives no figure for either kind.",
  source: "lib/Kconfig.kasan KASAN_OUTLINE, KASAN_INLINE",
};

export const STACK: ParamSpec = {
  key: "stack",
  label: "Stack instrumentation",
  type: "bool",
  default: true,
  help: "Functions poison the gaps between their variables. The prologue writes shadow in place even in outline builds, so that the stack's shadow has to be linear.",
  source: "A. Ryabinin and J. Kim, 30 and 31 May 2017",
};

export const NO_STACK: ParamSpec = { ...STACK, default: false };

export const QUARANTINE: ParamSpec = {
  key: "quarantine",
  label: "Quarantine",
  type: "bool",
  default: true,
  help: "Freed slab pages wait until as much as 1/32 of memory has been freed behind them. Generic mode only.",
  source: "mm/kasan/quarantine.c",
};

export const OBJECT_BYTES: ParamSpec = {
  key: "objectBytes",
  label: "Typical slab object",
  type: "bytes",
  unit: "B",
  default: 256,
  min: 8,
  max: 65536,
  help: "Says how much slabs grow by red zones. The workload's slab pages are taken to have them already.",
  source: "mm/kasan/generic.c optimal_redzone()",
};

export const QUARANTINE_FORMULA: Formula = {
  text:
    "quarantine bytes <= max(0, RAM / 32 - cpus * 1 MiB) in common and 1 MiB for each cpu; batch = max(1 MiB, 2 * (RAM / 32) / " +
    "max(1024, 4 * cpus))",
  source: "mm/kasan/quarantine.c kasan_quarantine_reduce()",
};

export const REDZONE_FORMULA: Formula = {
  text:
    "red zone of an object of s bytes = 16 for s <= 48, 32 for s <= 96, 64 for s <= 448, 128 for s <= 3,968, 256 for s <= 16,128, " +
    "512 for s <= 32,256, 1,024 for s <= 64,512, else 2,048",
  source: "mm/kasan/generic.c optimal_redzone()",
};
