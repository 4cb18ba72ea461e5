import type { Arch } from "../arch";
import { isKernelLine } from "../dmesg/log";
import { FormatError } from "../errors";
import type { Range } from "../range";
import { type Line, linesOf, quoted, wholeNumber } from "../text";

export interface IomemFacts {
  /** 'System RAM', as the file has it. */
  systemRam: Range[];
  /** From the first byte of 'Kernel code' to the last of 'Kernel bss' or, on arm64, 'Kernel data'. */
  kernelImage: Range | null;
  /** 'Kernel data': on x86 _sdata.._edata. */
  kernelData: Range | null;
  /** Namespaces of persistent memory, ascending. */
  pmem: PlacedNamespace[];
  /** By what only one architecture prints. */
  arch: Arch | null;
}

/** A namespace of persistent memory and its place. */
export interface PlacedNamespace extends Range {
  /** e.g. "namespace0.0". */
  name: string;
  /** First byte of data, which only device-dax shows: the driver claims it apart. */
  dataStartBytes: number | null;
  /** From the firmware's map or memmap=nn!ss, not from a DIMM. */
  isLegacy: boolean;
}

const RESOURCE = /^\s*([0-9a-f]+)-([0-9a-f]+) : (.*)$/i;
const MAX_RANGES = 4096;

/**
 * Reads /proc/iomem. Lines before the first resource and after the last (a prompt, the next command) are passed over.
 * Source: kernel/resource.c r_show(); names from arch/x86/kernel/setup.c and arch/arm64/kernel/setup.c.
 * @throws FormatError if no line is a resource, a line between resources is none, or all addresses are hidden
 */
export function readIomem(text: string): IomemFacts {
  const resources = resourcesOf(linesOf(text).filter((line) => !isKernelLine(line.text)));
  if (resources.every(({ startBytes, endBytes }) => startBytes === 0 && endBytes <= 1)) {
    throw new FormatError(
      null,
      "All addresses in this /proc/iomem are 0: it was read without root. Read it again with 'sudo cat /proc/iomem'.",
    );
  }
  const named = (name: string) => resources.filter((resource) => resource.name === name);
  const systemRam = named("System RAM").map(({ startBytes, endBytes }) => ({ startBytes, endBytes }));
  if (systemRam.length > MAX_RANGES) {
    throw new FormatError(
      null,
      `This /proc/iomem has ${systemRam.length} ranges of System RAM; at most ${MAX_RANGES} are read.`,
    );
  }
  const kernel = resources.filter((resource) => /^Kernel (code|rodata|data|bss)$/.test(resource.name));
  const data = named("Kernel data")[0];
  return {
    systemRam,
    kernelImage:
      kernel.length === 0
        ? null
        : {
            startBytes: kernel.reduce(
              (least, { startBytes }) => Math.min(least, startBytes),
              Number.MAX_SAFE_INTEGER,
            ),
            endBytes: kernel.reduce((most, { endBytes }) => Math.max(most, endBytes), 0),
          },
    kernelData: data === undefined ? null : { startBytes: data.startBytes, endBytes: data.endBytes },
    pmem: pmemOf(resources).slice(0, MAX_RANGES),
    arch: archOf(resources),
  };
}

interface Resource extends Range {
  name: string;
}

function resourcesOf(lines: Line[]): Resource[] {
  const resources: Resource[] = [];
  let stray: Line | undefined;
  for (const line of lines) {
    if (line.text.trim() === "") continue;
    const [, start, last, name] = RESOURCE.exec(line.text) ?? [];
    if (start === undefined || last === undefined || name === undefined) {
      stray ??= line;
      continue;
    }
    if (stray !== undefined && resources.length > 0) throw notIomem(stray);
    stray = undefined;
    const startBytes = wholeNumber(start, 16, line.number);
    const endBytes = wholeNumber(last, 16, line.number) + 1;
    if (endBytes <= startBytes) {
      throw new FormatError(
        line.number,
        `Line ${line.number} of /proc/iomem ends before it starts: ${quoted(line.text)}.`,
      );
    }
    resources.push({ startBytes, endBytes, name: name.trim() });
  }
  if (resources.length > 0) return resources;
  if (stray === undefined) throw new FormatError(null, "This is not /proc/iomem: the text is empty.");
  throw notIomem(stray);
}

function notIomem(line: Line): FormatError {
  return new FormatError(
    line.number,
    `This is not /proc/iomem: line ${line.number} has no 'start-end : name', it reads ${quoted(line.text)}.`,
  );
}

/** Source: kernel/resource.c region names; drivers/dax/pmem.c, drivers/nvdimm/pmem.c for who claims what. */
function pmemOf(resources: Resource[]): PlacedNamespace[] {
  return resources
    .filter(({ name }) => /^namespace\d+\.\d+$/.test(name))
    .map(({ name, startBytes, endBytes }) => {
      const data = resources.find((one) => one.startBytes === endBytes && /^dax\d+\.\d+$/.test(one.name));
      const parent = resources.find(
        (one) =>
          one.name.startsWith("Persistent Memory") &&
          one.startBytes <= startBytes &&
          startBytes < one.endBytes,
      );
      return {
        name,
        startBytes,
        endBytes: data?.endBytes ?? endBytes,
        dataStartBytes: data?.startBytes ?? null,
        isLegacy: parent?.name === "Persistent Memory (legacy)",
      };
    });
}

function archOf(resources: Resource[]): Arch | null {
  const has = (name: RegExp) => resources.some((resource) => name.test(resource.name));
  if (has(/^(Local APIC|IOAPIC \d+|Video ROM|System ROM|ACPI Non-volatile Storage)$/)) return "x86-64";
  if (has(/^(reserved|.*\bpl011\b.*|.*\bgic\b.*)$/)) return "arm64";
  return null;
}
