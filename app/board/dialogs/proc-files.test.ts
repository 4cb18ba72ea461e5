import { expect, test } from "vitest";
import { procFileOf } from "./proc-files";

test("a file's name says what it is, wherever it was copied to", () => {
  expect(procFileOf("qemu-zoneinfo.txt", "")).toBe("zoneinfo");
  expect(procFileOf("dmesg", "")).toBe("dmesg");
});

test("a text without a name is known by its own form", () => {
  expect(procFileOf("", "00001000-0009fbff : System RAM\n")).toBe("iomem");
  expect(procFileOf("", "Node 0, zone      DMA\n  per-node stats\n")).toBe("zoneinfo");
  expect(procFileOf("", "MemTotal:        1015432 kB\n")).toBe("meminfo");
  expect(procFileOf("", "[    0.000000] Linux version 6.1.192\n")).toBe("dmesg");
  expect(procFileOf("", "Dear list,\n")).toBeNull();
});
