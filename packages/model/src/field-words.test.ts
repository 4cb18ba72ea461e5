import { expect, test } from "vitest";
import { BANK_FIELDS, EXPERIMENT_FIELDS, LOAD_FIELDS, PROFILE_FIELDS, wordsOf } from "./index";

test("every field has its help, wherever that is written down", () => {
  for (const spec of [...PROFILE_FIELDS, ...BANK_FIELDS, ...LOAD_FIELDS, ...EXPERIMENT_FIELDS])
    expect(wordsOf(spec).help).toMatch(/\.$/);
});
