import type { Bank, CmaRange, MachineInput, PmemNamespace, ReservedRange } from "@carveout/sim";
import type { Fields, ProfileFieldsJson, Rows } from "./item";
import { PROFILE_FIELDS } from "./kinds";

/** A machine read from a real one's files: what a profile item is made of. */
export interface ImportedMachine {
  name: string;
  fields: ProfileFieldsJson;
}

/** What the readers of outside formats found. The same names as in the simulation's input. */
export interface MachineFacts {
  title: string;
  machine: MachineInput;
  /** null = the files do not tell. */
  measured: { presentPages: number | null; managedPages: number | null; kmsan: boolean };
  notes: readonly { severity: "warning" | "info"; sentence: string }[];
}

const MAX_NOTES = 32;

/**
 * The profile's fields. Values that equal the default are left out, so that the card shows them as such.
 * `files` are the names of what was read.
 */
export function profileFromImport(facts: MachineFacts, files: readonly string[]): ImportedMachine {
  const fields: Record<string, unknown> = {};
  for (const spec of PROFILE_FIELDS) {
    const value = facts.machine[spec.key as keyof MachineInput];
    if (value !== undefined && value !== spec.default) fields[spec.key] = value;
  }
  return {
    name: facts.title,
    fields: {
      ...(fields as Record<string, number | string | boolean>),
      banks: rows("b", facts.machine.banks, (bank: Bank) => ({ ...bank })),
      reserved: rows("r", facts.machine.reserved, reservedRow),
      ...(facts.machine.cma.length === 0 ? {} : { cma: rows("c", facts.machine.cma, cmaRow) }),
      ...(facts.machine.pmem.length === 0
        ? {}
        : { pmem: rows("p", facts.machine.pmem, (namespace: PmemNamespace) => ({ ...namespace })) }),
      imported: {
        title: facts.title.slice(0, 200),
        files: files.slice(0, 16).map((name) => name.slice(0, 80)),
        presentPages: facts.measured.presentPages,
        managedPages: facts.measured.managedPages,
        kmsan: facts.measured.kmsan,
        notes: facts.notes.slice(0, MAX_NOTES).map((note) => note.sentence.slice(0, 240)),
      },
    },
  };
}

function cmaRow({ label, ...place }: CmaRange): Fields {
  return { ...place, label: label.slice(0, 80) };
}

function reservedRow({ label, recorded, afterMemmap, freedLatePages, ...place }: ReservedRange): Fields {
  return {
    ...place,
    label: label.slice(0, 80),
    ...(recorded ? {} : { recorded }),
    ...(afterMemmap ? { afterMemmap } : {}),
    ...(freedLatePages ? { freedLatePages } : {}),
  };
}

function rows<T>(prefix: string, list: readonly T[], fields: (entry: T) => Fields): Rows {
  return Object.fromEntries(list.map((entry, index) => [`${prefix}${index}`, fields(entry)]));
}
