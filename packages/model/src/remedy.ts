/** A strategy or a machine as a failure's remedy would have it. */

import type { ChoiceRemedy, MachineSettings } from "@carveout/sim";
import type { Fields, ProfileFieldsJson } from "./item";
import { strategyOf } from "./strategies";

/** Fields of the strategy that a remedy names: those that it has in common with the present one stay as they are. */
export function remediedFields(present: Fields, { family, type, params }: ChoiceRemedy): Fields {
  const keys = new Set(strategyOf(family, type)?.params.map(({ key }) => key));
  return { ...Object.fromEntries(Object.entries(present).filter(([key]) => keys.has(key))), ...params };
}

/** Fields of a profile with other settings. */
export function remediedProfile(
  present: ProfileFieldsJson,
  { fields = {}, namespaces }: MachineSettings,
): ProfileFieldsJson {
  if (namespaces === undefined) return { ...present, ...fields };
  const rows = Object.entries(present.pmem ?? {}).map(([key, row]) => [key, { ...row, ...namespaces }]);
  return { ...present, ...fields, pmem: Object.fromEntries(rows) };
}
