import type { FieldSpec } from "./field-spec";
import { resolveFields } from "./item";
import {
  ACTION_FIELDS,
  BANK_FIELDS,
  CMA_FIELDS,
  PHASE_FIELDS,
  PMEM_FIELDS,
  PROFILE_FIELDS,
  REQUEST_CLASSES,
  RESERVED_FIELDS,
  TAG_STORAGE_FIELDS,
  TLB_FIELDS,
  WORKLOAD_FIELDS,
} from "./kinds";

/**
 * A run that somebody wrote by hand, with what it leaves out at the values that a new card would have. Nothing that it says is
 * changed or checked: what comes out still has to pass the core's checkInput().
 */
export function completeRun(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { machine, workload } = value;
  return {
    strategies: [],
    seed: 1,
    ...value,
    ...(isRecord(machine) ? { machine: completeMachine(machine) } : {}),
    ...(isRecord(workload) ? { workload: completeWorkload(workload) } : {}),
  };
}

/** The same for a machine alone, as `carveout profile` prints it. */
export function completeMachine(machine: Record<string, unknown>): Record<string, unknown> {
  return {
    ...resolveFields(PROFILE_FIELDS, {}),
    reserved: [],
    cma: [],
    ...machine,
    ...rows(machine, "banks", BANK_FIELDS),
    ...rows(machine, "reserved", RESERVED_FIELDS),
    ...rows(machine, "cma", CMA_FIELDS),
    ...rows(machine, "tlb", TLB_FIELDS),
    ...rows(machine, "tagStorage", TAG_STORAGE_FIELDS),
    ...rows(machine, "pmem", PMEM_FIELDS),
  };
}

function completeWorkload(workload: Record<string, unknown>): Record<string, unknown> {
  const given = isRecord(workload.classes) ? workload.classes : {};
  const classes = Object.fromEntries(
    REQUEST_CLASSES.map(({ key, fields }) => [key, merged(resolveFields(fields, {}), given[key])]),
  );
  return {
    ...resolveFields(WORKLOAD_FIELDS, {}),
    orderWeights: [1],
    phases: [],
    ...workload,
    classes: { ...given, ...classes },
    ...rows(workload, "phases", PHASE_FIELDS),
    ...rows(workload, "actions", ACTION_FIELDS),
  };
}

/** A table whose rows have every field; nothing where there is no such table. */
function rows(
  of: Record<string, unknown>,
  key: string,
  fields: readonly FieldSpec[],
): Record<string, unknown> {
  const table = of[key];
  if (!Array.isArray(table)) return {};
  return { [key]: table.map((row: unknown) => merged(resolveFields(fields, {}), row)) };
}

function merged(defaults: Record<string, unknown>, given: unknown): unknown {
  if (given === undefined) return defaults;
  return isRecord(given) ? { ...defaults, ...given } : given;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
