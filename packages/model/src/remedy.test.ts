import { expect, test } from "vitest";
import { remediedProfile } from "./remedy";

test("a machine with other settings keeps all that a remedy does not name", () => {
  const pmem = { p0: { sizeBytes: 2 ** 30 }, p1: { mode: "devdax", map: "dev" } };
  const present = { kernel: "5.10", banks: { b0: { sizeBytes: 2 ** 30 } }, pmem };
  expect(remediedProfile(present, { fields: { rodataFull: true } })).toEqual({
    ...present,
    rodataFull: true,
  });
  expect(remediedProfile(present, { namespaces: { map: "mem" } })).toEqual({
    ...present,
    pmem: { p0: { sizeBytes: 2 ** 30, map: "mem" }, p1: { mode: "devdax", map: "mem" } },
  });
  expect(pmem.p1.map).toBe("dev");
});
