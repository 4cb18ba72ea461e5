import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Params, Strategy } from "../strategy";
import { shadowSize, takeGrowth, takeShadow } from "./boot-cost";
import { type BootShadow, bootShadow } from "./boot-shadow";
import { diagnoseAddresses, diagnoseKasan, diagnoseLowMemory } from "./diagnose";
import { addressFigures, commonFigures, shadowFigures } from "./figures";
import { imageGrowth } from "./kernel-image";
import { BYTES_PER_SHADOW_BYTE, type Mode } from "./modes";
import {
  INSTRUMENTATION,
  OBJECT_BYTES,
  QUARANTINE,
  QUARANTINE_FORMULA,
  REDZONE_FORMULA,
  STACK,
} from "./params";
import { QUARANTINE_REMEDY, withQuarantine } from "./quarantine";
import { shadowAddressFigures } from "./shadow-address";
import { explainShadowAtBoot, SHADOW_AT_BOOT_REMEDY } from "./shadow-at-boot";

/** What the kernel has: a shadow for all memory, at a fixed distance. */
export const linear: Strategy = {
  description: {
    family: "kasan",
    type: "linear",
    title: "Linear shadow",
    summary:
      "All mapped memory gets its shadow at boot: one byte for every 8 (generic) or 16 bytes (software tags).",
    steps: [
      "Before the page allocator exists, shadow for all mapped RAM is taken from memblock, with its page tables: 1/8 of it, or 1/16. " +
        "x86-64 maps it in leaves of 2 MiB and 1 GiB where it can, arm in pages.",
      "The kernel image and, on x86-64, the cpu entry areas get shadow of their own. Holes, and everything above RAM, share one " +
        "read-only page of zeros.",
      "With KASAN_VMALLOC the vmalloc area gets upper page tables at boot and its shadow when something is mapped there.",
      "Hardware tags need no shadow: the tags lie in memory that the kernel does not see, 1/32 of what they speak for.",
      "Freed slab pages wait in the quarantine, and go back in batches, the oldest first. Generic mode only.",
    ],
    formulas: [
      { text: "shadow address = (address >> 3 or 4) + KASAN_SHADOW_OFFSET", source: "mm/kasan/kasan.h" },
      {
        text: "shadow bytes = mapped RAM / 8 (generic) or / 16 (software tags), rounded to pages for each mapped range",
        source: "arch/x86/mm/kasan_init_64.c kasan_populate_shadow()",
      },
      QUARANTINE_FORMULA,
      REDZONE_FORMULA,
    ],
    limits: [
      "Shadow of vmalloc areas and of modules, which is taken while the kernel runs, is not modelled.",
      "The quarantine is modelled for whole slab pages. In the kernel it holds objects: a slab page stays as long as one of its objects " +
        "waits, so that more memory is held than here. Its queues for each cpu count as part of the one queue.",
      "Kconfig gives time as about three times slower (generic), and 20 to 50 % more for dynamic allocations; no simulated time changes.",
    ],
    sources: [
      "lib/Kconfig.kasan",
      "arch/x86/mm/kasan_init_64.c, arch/arm64/mm/kasan_init.c, arch/arm/mm/kasan_init.c",
      "mm/kasan/quarantine.c, mm/kasan/shadow.c",
    ],
    params: [
      {
        key: "mode",
        label: "Mode",
        type: "enum",
        default: "generic",
        options: [
          { value: "generic", label: "generic: 1/8 of memory" },
          { value: "sw-tags", label: "software tags: 1/16 (arm64)" },
          { value: "hw-tags", label: "hardware tags: none (arm64 with MTE)" },
        ],
        help: "How many bytes of memory one byte of shadow speaks for.",
        source: "lib/Kconfig.kasan",
      },
      INSTRUMENTATION,
      STACK,
      {
        key: "vmalloc",
        label: "KASAN_VMALLOC",
        type: "bool",
        default: true,
        help: "The vmalloc area has shadow of its own, instead of the shared page of zeros. At boot it costs upper page tables on x86-64.",
        source: "lib/Kconfig.kasan KASAN_VMALLOC",
      },
      QUARANTINE,
      OBJECT_BYTES,
    ],
  },
  remedies: [QUARANTINE_REMEDY, SHADOW_AT_BOOT_REMEDY],
  structPageGrowthBytes: 0,

  create(params): Hooks {
    const hooks: Hooks = {
      tagsKernelPages: params.mode === "hw-tags",
      beforeHandOver(early) {
        takeShadow(early, linearShadow(early, params));
        takeGrowth(early, imageGrowth(early.input, params));
      },
      explain: (shortage, { early }) =>
        explainShadowAtBoot(
          shortage,
          shadowSize(linearShadow(early, params)).pages,
          "mm/kasan/init.c kasan_populate_shadow()",
        ),
      figures({ early }) {
        const { pages, tables } = shadowSize(linearShadow(early, params));
        return [
          ...shadowFigures(early.input.pageSizeBytes, pages, tables),
          ...addressFigures(early),
          ...shadowAddressFigures(early.input, params.mode as Mode),
          ...commonFigures(early, params),
        ];
      },
    };
    return params.mode === "generic" && params.quarantine === true ? withQuarantine(hooks) : hooks;
  },

  estimate: (split) => split,

  diagnose(input, early, params) {
    const { machine } = input;
    const findings = diagnoseKasan(input, params);
    if (params.mode !== "generic" && machine.arch !== "arm64") {
      findings.push({
        severity: "error",
        field: "mode",
        sentence: `Tags need pointers whose top byte is ignored: software and hardware tags exist on arm64 only, not on ${machine.arch}.`,
        source: "arch/arm64/Kconfig HAVE_ARCH_KASAN_SW_TAGS, HAVE_ARCH_KASAN_HW_TAGS",
      });
    }
    if (params.mode === "hw-tags") return findings;
    const { pages, tables } = shadowSize(linearShadow(early, params));
    const takenBytes = (pages + tables) * machine.pageSizeBytes;
    return [
      ...findings,
      ...diagnoseAddresses(machine),
      ...diagnoseLowMemory(early, takenBytes, "The linear shadow"),
    ];
  },
};

function linearShadow(early: EarlyMachine, params: Params): BootShadow {
  const scale = BYTES_PER_SHADOW_BYTE[params.mode as Mode];
  if (scale === 0) return { maps: [], otherPages: 0, otherTables: 0 };
  return bootShadow(early, {
    bytesPerMemoryByte: scale,
    bytesPerImageByte: scale,
    vmalloc: params.vmalloc === true,
    growth: imageGrowth(early.input, params),
  });
}
