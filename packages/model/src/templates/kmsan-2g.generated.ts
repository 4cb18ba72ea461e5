import type { ImportedMachine } from "../import";

export const MACHINE: ImportedMachine = { name: "", fields: {} };
