import type { RequestClass } from "@carveout/sim";
import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";

const HOUR_MS = 3_600_000;

const LIFETIMES = [
  { value: "exponential", label: "exponential" },
  { value: "lognormal", label: "lognormal" },
  { value: "pareto", label: "Pareto" },
  { value: "fixed", label: "fixed" },
  { value: "never", label: "never freed" },
];

/** How much is asked for, and for how long. */
export const LOAD_FIELDS: readonly FieldSpec[] = [
  {
    key: "durationMs",
    label: "Duration",
    type: "int",
    unit: "ms",
    min: 1,
    max: HOUR_MS,
    default: 10_000,
  },
  {
    key: "allocationsPerSecond",
    label: "Allocations",
    type: "number",
    unit: "/s",
    min: 0.001,
    max: 10_000_000,
    default: 5000,
  },
  {
    key: "lifetime",
    label: "Lifetime",
    type: "enum",
    default: "exponential",
    options: LIFETIMES,
  },
  {
    key: "lifetimeMeanMs",
    label: "Mean lifetime",
    type: "number",
    unit: "ms",
    min: 0.001,
    max: HOUR_MS,
    default: 1000,
  },
  {
    key: "immortalPercent",
    label: "Never freed",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
  },
  {
    key: "burstStartMs",
    label: "Burst from",
    type: "int",
    unit: "ms",
    min: 0,
    max: HOUR_MS,
    default: 0,
  },
  {
    key: "burstLengthMs",
    label: "Burst length",
    type: "int",
    unit: "ms",
    min: 0,
    max: HOUR_MS,
    default: 0,
  },
  {
    key: "burstFactor",
    label: "Burst factor",
    type: "number",
    unit: "×",
    min: 0.01,
    max: 1000,
    default: 1,
  },
];

export const ATOMIC_BURST_FIELDS: readonly FieldSpec[] = [
  {
    key: "atomicBurstsPerSecond",
    label: "Bursts",
    type: "number",
    unit: "/s",
    min: 0,
    max: 1_000_000,
    default: 0,
    advanced: true,
  },
  {
    key: "atomicBurstAllocations",
    label: "Requests a burst",
    type: "int",
    min: 1,
    max: 100_000,
    default: 64,
    advanced: true,
  },
  {
    key: "atomicBurstOrder",
    label: "Order",
    type: "int",
    min: 0,
    max: 13,
    default: 0,
    advanced: true,
  },
];

export const PIN_FIELDS: readonly FieldSpec[] = [
  {
    key: "pinnedPercent",
    label: "Pinned",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
  {
    key: "pinTerm",
    label: "Pins are",
    type: "enum",
    default: "short",
    options: [
      { value: "short", label: "short" },
      { value: "long", label: "long-term" },
      { value: "vmsplice", label: "by vmsplice" },
    ],
    advanced: true,
  },
  {
    key: "pinMeanMs",
    label: "Mean pin",
    type: "number",
    unit: "ms",
    min: 0.001,
    max: HOUR_MS,
    default: 10,
    advanced: true,
  },
  {
    key: "taggedPercent",
    label: "Tagged",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
  {
    key: "atomicTaggedPercent",
    label: "Tagged atomic",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
];

export const SLAB_FIELDS: readonly FieldSpec[] = [
  {
    key: "slabPercent",
    label: "Slab and stacks",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
];

export const CACHE_FIELDS: readonly FieldSpec[] = [
  {
    key: "dirtyPercent",
    label: "Dirty",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
  {
    key: "rereadPercent",
    label: "Read again",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    advanced: true,
  },
];

export const CPU_FIELDS: readonly FieldSpec[] = [
  {
    key: "cpuChoice",
    label: "Requests on",
    type: "enum",
    default: "uniform",
    options: [
      { value: "uniform", label: "any cpu" },
      { value: "in-turn", label: "each in turn" },
    ],
    advanced: true,
  },
  {
    key: "sameCpuFreePercent",
    label: "Freed there",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 100,
    advanced: true,
  },
];

/** All plain fields of a workload. */
export const WORKLOAD_FIELDS: readonly FieldSpec[] = [
  ...LOAD_FIELDS,
  ...ATOMIC_BURST_FIELDS,
  ...PIN_FIELDS,
  ...SLAB_FIELDS,
  ...CACHE_FIELDS,
  ...CPU_FIELDS,
];

/** Largest order a workload can ask for; the profile's largest order may be smaller (a finding then says so). */
export const LARGEST_ORDER = 13;

export const ORDER_FIELDS: readonly FieldSpec[] = Array.from({ length: LARGEST_ORDER + 1 }, (_, order) => ({
  key: String(order),
  label: `Order ${order}`,
  type: "number" as const,
  min: 0,
  max: 1_000_000,
  default: order === 0 ? 1 : 0,
  help: `Weight of order-${order} requests (2^${order} pages) among all.`,
}));

/** Who asks, by the GFP flags they come with. */
export interface RequestClassInfo {
  key: RequestClass;
  label: string;
  help: string;
  fields: readonly FieldSpec[];
}

const capital = (label: string) => label.replace(/^./, (first) => first.toUpperCase());

function requestClass(key: RequestClass, label: string, help: string): RequestClassInfo {
  const fields: FieldSpec[] = [
    {
      key: "weight",
      label: `${capital(label)} weight`,
      type: "number",
      min: 0,
      max: 1_000_000,
      // A workload nobody has mixed asks for one kind of page.
      default: key === "user" ? 1 : 0,
      help: `Weight of ${label} requests among all. ${help}`,
    },
    {
      key: "lifetime",
      label: `${capital(label)} lifetime`,
      type: "enum",
      default: "workload",
      options: [{ value: "workload", label: "as above" }, ...LIFETIMES],
      help: `Distribution of the time that ${label} blocks are held; "as above" is the workload's own, with its share never freed.`,
    },
    {
      key: "lifetimeMeanMs",
      label: `${capital(label)} mean`,
      type: "number",
      unit: "ms",
      min: 0.001,
      max: HOUR_MS,
      default: 1000,
      help: `Mean time that ${label} blocks are held, where they have a lifetime of their own.`,
    },
  ];
  return { key, label, help, fields };
}

export const REQUEST_CLASSES: readonly RequestClassInfo[] = [
  requestClass("user", "user", "GFP_HIGHUSER_MOVABLE: pages of processes, movable."),
  requestClass("kernel", "kernel", "GFP_KERNEL: unmovable."),
  requestClass(
    "reclaimable",
    "reclaimable",
    "GFP_KERNEL with __GFP_RECLAIMABLE: slab caches that can shrink, such as dentries.",
  ),
  requestClass("cache", "page cache", "Clean file pages, movable; reclaim may drop them before their time."),
  requestClass("atomic", "atomic", "GFP_ATOMIC: may not sleep, may use reserves, unmovable."),
  requestClass("nowait", "nowait", "GFP_NOWAIT: may not sleep and may not use reserves, unmovable."),
];

/** Most phases of a workload. */
export const MAX_PHASES = 32;

export const PHASE_FIELDS: readonly FieldSpec[] = [
  {
    key: "startMs",
    label: "From",
    type: "int",
    unit: "ms",
    min: 0,
    max: HOUR_MS,
    default: 0,
    help: "When the phase starts.",
  },
  {
    key: "lengthMs",
    label: "Length",
    type: "int",
    unit: "ms",
    min: 1,
    max: HOUR_MS,
    default: 1000,
    help: "How long it lasts. Where phases overlap, their factors multiply.",
  },
  {
    key: "rateFactor",
    label: "Rate",
    type: "number",
    unit: "×",
    min: 0,
    max: 1000,
    default: 1,
    help: "Multiplies the rate of arrivals and of atomic bursts.",
  },
  ...REQUEST_CLASSES.map(
    ({ key, label }): FieldSpec => ({
      key: `${key}Factor`,
      label: `${capital(label)} factor`,
      type: "number",
      unit: "×",
      min: 0,
      max: 1000,
      default: 1,
      advanced: true,
      help: `Multiplies the weight of ${label} requests.`,
    }),
  ),
];

/** Most actions of a workload. */
export const MAX_ACTIONS = 32;

export const ACTION_FIELDS: readonly FieldSpec[] = [
  {
    key: "kind",
    label: "What",
    type: "enum",
    default: "kpageflags",
    options: [
      { value: "kpageflags", label: "read /proc/kpageflags" },
      { value: "kpagecount", label: "read /proc/kpagecount" },
      { value: "compact", label: "compact memory" },
      { value: "page-idle", label: "read page_idle" },
      { value: "offline", label: "scan for unplug" },
      { value: "secretmem", label: "fault secret memory in" },
      { value: "hibernate", label: "save a hibernation image" },
      { value: "vmalloc-ro", label: "load and unload read-only code" },
      { value: "set-memory-np", label: "take pages out of the map" },
      { value: "map-back", label: "put one page back" },
      { value: "unaligned-access", label: "access across a page border" },
      { value: "touch-pages", label: "touch every page, whoever has it" },
    ],
  },
  {
    key: "startMs",
    label: "At",
    type: "number",
    unit: "ms",
    min: 0,
    max: HOUR_MS,
    default: 0,
  },
  {
    key: "times",
    label: "Times",
    type: "int",
    min: 1,
    max: 1_000_000,
    default: 1,
  },
  {
    key: "everyMs",
    label: "Every",
    type: "number",
    unit: "ms",
    min: 0,
    max: HOUR_MS,
    default: 0,
  },
  {
    key: "pages",
    label: "Pages",
    type: "int",
    unit: "pages",
    min: 0,
    max: 2 ** 32,
    default: 0,
  },
];

export const workloadFields = fieldsShape("Workload", WORKLOAD_FIELDS, {
  orders: fieldsShape("Orders", ORDER_FIELDS),
  classes: {
    shape: "group",
    label: "Mix",
    keys: Object.fromEntries(
      REQUEST_CLASSES.map(({ key, label, fields }) => [key, fieldsShape(label, fields)]),
    ),
  },
  phases: {
    shape: "table",
    label: "Phases",
    row: fieldsShape("Phase", PHASE_FIELDS),
    maxRows: MAX_PHASES,
  },
  actions: {
    shape: "table",
    label: "Actions",
    row: fieldsShape("Action", ACTION_FIELDS),
    maxRows: MAX_ACTIONS,
  },
});
