import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";

export const WORKLOAD_FIELDS: readonly FieldSpec[] = [
  {
    key: "durationMs",
    label: "Duration",
    type: "int",
    unit: "ms",
    min: 1,
    max: 3_600_000,
    default: 10_000,
    help: "Simulated time.",
  },
  {
    key: "allocationsPerSecond",
    label: "Allocations",
    type: "number",
    unit: "/s",
    min: 0.001,
    max: 10_000_000,
    default: 5000,
    help: "Mean arrivals per simulated second; they arrive as a Poisson process.",
  },
  {
    key: "lifetime",
    label: "Lifetime",
    type: "enum",
    default: "exponential",
    options: [
      { value: "exponential", label: "exponential" },
      { value: "lognormal", label: "lognormal" },
      { value: "pareto", label: "Pareto" },
      { value: "fixed", label: "fixed" },
    ],
    help: "Distribution of the time a block is held.",
  },
  {
    key: "lifetimeMeanMs",
    label: "Mean lifetime",
    type: "number",
    unit: "ms",
    min: 0.001,
    max: 3_600_000,
    default: 1000,
    help: "Mean time a block is held.",
  },
  {
    key: "immortalPercent",
    label: "Never freed",
    type: "number",
    unit: "%",
    min: 0,
    max: 100,
    default: 0,
    help: "Share of the allocations that stay to the end.",
  },
  {
    key: "burstStartMs",
    label: "Burst from",
    type: "int",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    default: 0,
    help: "From here on arrivals come faster.",
  },
  {
    key: "burstLengthMs",
    label: "Burst length",
    type: "int",
    unit: "ms",
    min: 0,
    max: 3_600_000,
    default: 0,
    help: "0 = no burst.",
  },
  {
    key: "burstFactor",
    label: "Burst factor",
    type: "number",
    unit: "×",
    min: 0.01,
    max: 1000,
    default: 1,
    help: "How many times faster.",
  },
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

export const workloadFields = fieldsShape("Workload", WORKLOAD_FIELDS, {
  orders: fieldsShape("Orders", ORDER_FIELDS),
});
