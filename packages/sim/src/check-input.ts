/** The door: makes a RunInput out of anything, or says what is wrong with it. */

import type {
  ActionInput,
  Arch,
  Bank,
  ClassInput,
  CmaRange,
  Kernel,
  LifetimeKind,
  MachineInput,
  PhaseInput,
  PmemNamespace,
  RequestClass,
  ReservedRange,
  RunInput,
  StrategyInput,
  TagStorageRegion,
  TlbEntries,
  WorkloadInput,
} from "./input";
import type { ParamSpec } from "./output";
import { findStrategy } from "./strategies";
import { ACTION_KINDS } from "./workload/actions";
import { REQUEST_CLASSES } from "./workload/classes";

const TIB = 1_099_511_627_776;
export const MAX_BANKS = 64;
export const MAX_RESERVED_RANGES = 1024;
export const MAX_CMA_RANGES = 64;
export const MAX_CPUS = 8192;
export const MAX_RAM_BYTES = 16 * TIB;
/** 52 bits of physical address. */
const MAX_ADDRESS = 4096 * TIB;
const MAX_ORDER_LIMIT = 15;
const LIFETIMES: readonly LifetimeKind[] = ["exponential", "lognormal", "pareto", "fixed", "never"];
export const MAX_PHASES = 32;
export const MAX_ACTIONS = 32;
/** MAX_TAG_REGIONS of the tag storage series. */
export const MAX_TAG_REGIONS = 32;
export const MAX_NAMESPACES = 32;
export const MAX_TLB_LEVELS = 8;
/** Of one phase; those of phases that overlap multiply, and the product stays a finite number. */
const MAX_PHASE_FACTOR = 1000;
/** A matrix of MAX_BANKS nodes. */
const MAX_DISTANCES_LENGTH = 4 * MAX_BANKS * MAX_BANKS;
const ARCHS: readonly Arch[] = ["x86-64", "arm64", "arm32"];
const KERNELS: readonly Kernel[] = ["5.4", "5.18", "6.1", "6.6"];

/** The input is not of the contract's shape or out of its bounds. */
export class InputError extends Error {
  override readonly name = "InputError";

  /**
   * @param path the field, e.g. "machine.banks[0].sizeBytes"
   * @param sentence what is wrong and what is allowed
   */
  constructor(
    readonly path: string,
    readonly sentence: string,
  ) {
    super(`${path}: ${sentence}`);
  }
}

/** One value and its path. */
class Field {
  constructor(
    readonly path: string,
    readonly value: unknown,
  ) {}

  fail(sentence: string): never {
    throw new InputError(this.path, sentence);
  }

  get(key: string): Field {
    return new Field(this.path === "" ? key : `${this.path}.${key}`, this.record()[key]);
  }

  /** The field, or one with this value where nothing is written. */
  or(value: unknown): Field {
    return this.value === undefined ? new Field(this.path, value) : this;
  }

  keys(): string[] {
    return Object.keys(this.record());
  }

  private record(): Record<string, unknown> {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) this.fail("Expected an object.");
    return value as Record<string, unknown>;
  }

  list(max: number): Field[] {
    if (!Array.isArray(this.value)) this.fail("Expected a list.");
    if (this.value.length > max) this.fail(`Has ${this.value.length} entries; at most ${max} are allowed.`);
    return this.value.map((value, i) => new Field(`${this.path}[${i}]`, value));
  }

  number(min: number, max: number): number {
    if (typeof this.value !== "number" || !Number.isFinite(this.value))
      this.fail("Expected a finite number.");
    if (this.value < min || this.value > max) this.fail(`Is ${this.value}; allowed are ${min} to ${max}.`);
    return this.value;
  }

  integer(min: number, max: number): number {
    const value = this.number(min, max);
    if (!Number.isInteger(value)) this.fail(`Is ${value}; a whole number is needed.`);
    return value;
  }

  boolean(): boolean {
    if (typeof this.value !== "boolean") this.fail("Expected true or false.");
    return this.value;
  }

  text(maxLength = Number.POSITIVE_INFINITY): string {
    if (typeof this.value !== "string") this.fail("Expected a text.");
    if (this.value.length > maxLength)
      this.fail(`Has ${this.value.length} characters; at most ${maxLength} are allowed.`);
    return this.value;
  }

  oneOf<T extends string | number>(allowed: readonly T[]): T {
    const found = allowed.find((candidate) => candidate === this.value);
    if (found === undefined)
      this.fail(`Is ${JSON.stringify(this.value)}; allowed are ${allowed.join(", ")}.`);
    return found;
  }
}

/**
 * Checks shape and bounds and returns a copy with the known fields only.
 * @throws InputError with the path of the first field that is wrong
 */
export function checkInput(value: unknown): RunInput {
  const root = new Field("", value);
  const machine = checkMachineInput(root.get("machine"));
  return {
    machine,
    strategies: checkStrategies(root.get("strategies")),
    workload: checkWorkload(root.get("workload"), machine.maxOrder),
    seed: root.get("seed").integer(0, 0xffff_ffff),
  };
}

/**
 * The machine and the strategies of an input, without a load.
 * @throws InputError with the path of the first field that is wrong
 */
export function checkSetup(value: unknown): Pick<RunInput, "machine" | "strategies"> {
  const root = new Field("", value);
  return {
    machine: checkMachineInput(root.get("machine")),
    strategies: checkStrategies(root.get("strategies")),
  };
}

function checkMachineInput(field: Field): MachineInput {
  const arch = field.get("arch").oneOf(ARCHS);
  const sizes = arch === "arm64" ? [4096, 16384, 65536] : [4096];
  const pageSizeBytes = field.get("pageSizeBytes").oneOf(sizes);
  const structPageBytes = field.get("structPageBytes").integer(8, 4096);
  const word = arch === "arm32" ? 4 : 8;
  if (structPageBytes % word !== 0) field.get("structPageBytes").fail(`Has to be a multiple of ${word}.`);
  const maxOrder = field.get("maxOrder").integer(1, MAX_ORDER_LIMIT);
  const unplacedReservedPages = field.get("unplacedReservedPages").integer(0, MAX_RAM_BYTES / 4096);
  const machine: MachineInput = {
    arch,
    kernel: field.get("kernel").oneOf(KERNELS),
    pageSizeBytes,
    fiveLevelPaging: field.get("fiveLevelPaging").boolean(),
    cpus: field.get("cpus").integer(1, MAX_CPUS),
    maxOrder,
    pageblockOrder: field.get("pageblockOrder").integer(0, maxOrder),
    transparentHugepages: field.get("transparentHugepages").boolean(),
    minFreeKbytes: field.get("minFreeKbytes").integer(0, 0x7fff_ffff),
    watermarkScaleFactor: field.get("watermarkScaleFactor").integer(1, 3000),
    structPageBytes,
    banks: checkBanks(field.get("banks"), pageSizeBytes),
    nodeDistances: field.get("nodeDistances").text(MAX_DISTANCES_LENGTH),
    reserved: field.get("reserved").list(MAX_RESERVED_RANGES).map(checkReserved),
    unplacedReservedPages,
    unplacedRecordedPages: field.get("unplacedRecordedPages").integer(0, unplacedReservedPages),
    cma: field.get("cma").list(MAX_CMA_RANGES).map(checkCma),
    deferredInit: field.get("deferredInit").boolean(),
    pageOwner: field.get("pageOwner").boolean(),
    pageTableCheck: field.get("pageTableCheck").boolean(),
    debugVm: field.get("debugVm").or(false).boolean(),
    gbPages: field.get("gbPages").or(true).boolean(),
    debugPagealloc: field.get("debugPagealloc").or(false).boolean(),
    rodataFull: field.get("rodataFull").or(true).boolean(),
    kfence: field.get("kfence").or(false).boolean(),
    bbml2: field.get("bbml2").or(false).boolean(),
    tlb: field.get("tlb").or([]).list(MAX_TLB_LEVELS).map(checkTlb),
    tagStorage: field.get("tagStorage").or([]).list(MAX_TAG_REGIONS).map(checkTagStorage),
    pmem: field.get("pmem").or([]).list(MAX_NAMESPACES).map(checkPmem),
    lateFreedPages: field.get("lateFreedPages").integer(0, MAX_RAM_BYTES / 4096),
    freedBeforeWatermarksPages: field.get("freedBeforeWatermarksPages").integer(0, MAX_RAM_BYTES / 4096),
  };
  const swap = field.get("swapBytes");
  if (swap.value !== undefined) machine.swapBytes = swap.integer(0, 16 * TIB);
  const kernelData = field.get("kernelDataBytes");
  if (kernelData.value !== undefined) machine.kernelDataBytes = kernelData.integer(0, TIB);
  return machine;
}

function checkRange(field: Field): { baseBytes: number; sizeBytes: number } {
  const baseBytes = field.get("baseBytes").integer(0, MAX_ADDRESS);
  const sizeBytes = field.get("sizeBytes").integer(1, MAX_ADDRESS);
  if (baseBytes + sizeBytes > MAX_ADDRESS)
    field.get("sizeBytes").fail("The range ends above 52 address bits.");
  return { baseBytes, sizeBytes };
}

function checkBanks(field: Field, pageSizeBytes: number): Bank[] {
  const fields = field.list(MAX_BANKS);
  const banks = fields.map((bank) => ({ ...checkRange(bank), nid: bank.get("nid").integer(0, 1023) }));
  if (banks.length === 0) field.fail("Needs at least one bank.");
  const total = banks.reduce((sum, bank) => sum + bank.sizeBytes, 0);
  if (total > MAX_RAM_BYTES)
    field.fail(`The banks sum up to ${total} bytes; at most ${MAX_RAM_BYTES} are allowed.`);
  for (const [i, bank] of banks.entries()) {
    const isOdd = bank.baseBytes % (2 * pageSizeBytes) !== 0;
    const below = banks.find(
      (other) =>
        other.nid !== bank.nid &&
        other.baseBytes + other.sizeBytes >= bank.baseBytes &&
        other.baseBytes < bank.baseBytes,
    );
    if (isOdd && below !== undefined) {
      fields[i]?.get("baseBytes").fail("Where two nodes meet, the border has to be a multiple of two pages.");
    }
  }
  return banks;
}

function checkReserved(field: Field): ReservedRange {
  const range: ReservedRange = {
    ...checkRange(field),
    label: field.get("label").text(),
    recorded: field.get("recorded").boolean(),
  };
  const afterMemmap = field.get("afterMemmap");
  if (afterMemmap.value !== undefined) range.afterMemmap = afterMemmap.boolean();
  const freedLate = field.get("freedLatePages");
  if (freedLate.value !== undefined) range.freedLatePages = freedLate.integer(0, MAX_RAM_BYTES / 4096);
  return range;
}

function checkCma(field: Field): CmaRange {
  return { ...checkRange(field), label: field.get("label").text() };
}

function checkTlb(field: Field): TlbEntries {
  return {
    leafBytes: field.get("leafBytes").integer(4096, TIB),
    entries: field.get("entries").integer(0, 1_000_000),
  };
}

function checkTagStorage(field: Field): TagStorageRegion {
  return {
    ...checkRange(field),
    blockBytes: field.get("blockBytes").integer(1, 2 ** 30),
    memoryBaseBytes: field.get("memoryBaseBytes").integer(0, MAX_ADDRESS),
    memorySizeBytes: field.get("memorySizeBytes").integer(1, MAX_ADDRESS),
  };
}

function checkPmem(field: Field): PmemNamespace {
  return {
    ...checkRange(field),
    mode: field.get("mode").oneOf(["fsdax", "devdax", "raw"] as const),
    map: field.get("map").oneOf(["dev", "mem"] as const),
    alignBytes: field.get("alignBytes").integer(4096, TIB),
  };
}

function checkStrategies(field: Field): StrategyInput[] {
  const families = new Set<string>();
  return field.list(16).map((entry) => {
    const family = entry.get("family").text();
    const type = entry.get("type").text();
    const strategy = findStrategy(family, type);
    if (strategy === undefined)
      return entry.get("type").fail(`There is no strategy "${type}" in the family "${family}".`);
    if (families.has(family)) entry.get("family").fail(`The family "${family}" is there twice.`);
    families.add(family);
    return { family, type, params: checkParams(entry.get("params"), strategy.description.params) };
  });
}

function checkParams(field: Field, specs: ParamSpec[]): StrategyInput["params"] {
  const params: StrategyInput["params"] = {};
  const known = new Set(specs.map((spec) => spec.key));
  for (const key of field.keys()) {
    if (!known.has(key)) field.get(key).fail("The strategy has no such parameter.");
  }
  for (const spec of specs) {
    const param = field.get(spec.key);
    params[spec.key] = param.value === undefined ? spec.default : checkParam(param, spec);
  }
  return params;
}

function checkParam(field: Field, spec: ParamSpec): number | string | boolean {
  switch (spec.type) {
    case "bool":
      return field.boolean();
    case "enum":
      return field.oneOf((spec.options ?? []).map((option) => option.value));
    case "int":
    case "bytes":
      return field.integer(spec.min ?? 0, spec.max ?? Number.MAX_SAFE_INTEGER);
  }
}

const DAY_MS = 86_400_000;
const MAX_WEIGHT = 1e9;

function checkWorkload(field: Field, maxOrder: number): WorkloadInput {
  return {
    durationMs: field.get("durationMs").number(1, DAY_MS),
    allocationsPerSecond: field.get("allocationsPerSecond").number(0, 1e9),
    orderWeights: field
      .get("orderWeights")
      .list(maxOrder + 1)
      .map((weight) => weight.number(0, MAX_WEIGHT)),
    lifetime: field.get("lifetime").oneOf(LIFETIMES),
    lifetimeMeanMs: field.get("lifetimeMeanMs").number(0, DAY_MS),
    immortalPercent: field.get("immortalPercent").number(0, 100),
    burstStartMs: field.get("burstStartMs").number(0, DAY_MS),
    burstLengthMs: field.get("burstLengthMs").number(0, DAY_MS),
    burstFactor: field.get("burstFactor").number(0, 1e6),
    classes: checkClasses(field.get("classes")),
    phases: field.get("phases").or([]).list(MAX_PHASES).map(checkPhase),
    atomicBurstsPerSecond: field.get("atomicBurstsPerSecond").or(0).number(0, 1e6),
    atomicBurstAllocations: field.get("atomicBurstAllocations").or(64).integer(0, 1e6),
    atomicBurstOrder: field.get("atomicBurstOrder").or(0).integer(0, maxOrder),
    pinnedPercent: field.get("pinnedPercent").or(0).number(0, 100),
    pinTerm: field
      .get("pinTerm")
      .or("short")
      .oneOf(["short", "long", "vmsplice"] as const),
    pinMeanMs: field.get("pinMeanMs").or(10).number(0, DAY_MS),
    dirtyPercent: field.get("dirtyPercent").or(0).number(0, 100),
    rereadPercent: field.get("rereadPercent").or(0).number(0, 100),
    taggedPercent: field.get("taggedPercent").or(0).number(0, 100),
    atomicTaggedPercent: field.get("atomicTaggedPercent").or(0).number(0, 100),
    slabPercent: field.get("slabPercent").or(0).number(0, 100),
    cpuChoice: field
      .get("cpuChoice")
      .or("uniform")
      .oneOf(["uniform", "in-turn"] as const),
    sameCpuFreePercent: field.get("sameCpuFreePercent").or(100).number(0, 100),
    actions: field.get("actions").or([]).list(MAX_ACTIONS).map(checkAction),
  };
}

/** Without a mix everything is asked for by users; in a mix, a class that is not named asks for nothing. */
function checkClasses(field: Field): Record<RequestClass, ClassInput> {
  const classes = field.or({ user: { weight: 1 } });
  for (const key of classes.keys()) {
    if (!REQUEST_CLASSES.some((name) => name === key))
      classes.get(key).fail(`There is no such class; there are ${REQUEST_CLASSES.join(", ")}.`);
  }
  const check = (name: RequestClass) => checkClass(classes.get(name).or({ weight: 0 }));
  return {
    user: check("user"),
    kernel: check("kernel"),
    reclaimable: check("reclaimable"),
    atomic: check("atomic"),
    nowait: check("nowait"),
    cache: check("cache"),
  };
}

function checkClass(field: Field): ClassInput {
  return {
    weight: field.get("weight").number(0, MAX_WEIGHT),
    lifetime: field
      .get("lifetime")
      .or("workload")
      .oneOf(["workload", ...LIFETIMES] as const),
    lifetimeMeanMs: field.get("lifetimeMeanMs").or(1000).number(0, DAY_MS),
  };
}

function checkPhase(field: Field): PhaseInput {
  const factor = (key: keyof PhaseInput) => field.get(key).or(1).number(0, MAX_PHASE_FACTOR);
  return {
    startMs: field.get("startMs").number(0, DAY_MS),
    lengthMs: field.get("lengthMs").number(0, DAY_MS),
    rateFactor: factor("rateFactor"),
    kernelFactor: factor("kernelFactor"),
    userFactor: factor("userFactor"),
    reclaimableFactor: factor("reclaimableFactor"),
    atomicFactor: factor("atomicFactor"),
    nowaitFactor: factor("nowaitFactor"),
    cacheFactor: factor("cacheFactor"),
  };
}

function checkAction(field: Field): ActionInput {
  return {
    kind: field.get("kind").oneOf(ACTION_KINDS),
    startMs: field.get("startMs").number(0, DAY_MS),
    times: field.get("times").or(1).integer(1, 1_000_000),
    everyMs: field.get("everyMs").or(0).number(0, DAY_MS),
    pages: field
      .get("pages")
      .or(0)
      .integer(0, MAX_RAM_BYTES / 4096),
  };
}
