import { PROFILE_FIELDS } from "@carveout/model";
import { describe, expect, test } from "vitest";
import { isShown, NAMED_KEYS, profileParts } from "./profile-parts";
import { PROFILE_TABLES } from "./profile-tables";

const keysOf = (arch: string) => {
  const { plain, general, folds } = profileParts({ arch });
  return [...plain, ...general, ...folds.flatMap(({ specs }) => specs)].map(({ key }) => key);
};

describe("profileParts", () => {
  test("every key that it names is a field or a table", () => {
    const known = new Set([...PROFILE_FIELDS.map(({ key }) => key), ...Object.keys(PROFILE_TABLES)]);
    expect(NAMED_KEYS.filter((key) => !known.has(key))).toEqual([]);
  });

  test("every field that the architecture has stands in exactly one part", () => {
    const keys = keysOf("arm64");
    expect(new Set(keys).size).toBe(keys.length);
    expect(PROFILE_FIELDS.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual([
      "fiveLevelPaging",
      "gbPages",
    ]);
  });

  test("leaves of 1 GiB are x86-64's, BBML2 and rodata=full arm64's", () => {
    expect(keysOf("x86-64")).toContain("gbPages");
    expect(keysOf("x86-64")).not.toContain("bbml2");
    expect(keysOf("arm64")).toContain("rodataFull");
    expect(keysOf("arm32")).not.toContain("bbml2");
  });

  test("rows that somebody has added are shown on any architecture, so that they can be taken back", () => {
    expect(isShown("tagStorage", { arch: "x86-64", tagStorage: {} })).toBe(false);
    expect(isShown("tagStorage", { arch: "x86-64", tagStorage: { t: {} } })).toBe(true);
    expect(isShown("gbPages", { arch: "arm64", gbPages: false })).toBe(false);
  });
});
