import { describe, expect, test } from "vitest";
import {
  FormatError,
  MAX_TEXT_LENGTH,
  readDmesg,
  readIomem,
  readMeminfo,
  readZoneinfo,
  recognise,
} from "./index";
import { bootFiles, fixtureFiles } from "./test/boots";
import { failureOf } from "./test/failure";

const [iomem = "", zoneinfo = "", meminfo = "", dmesg = ""] = fixtureFiles("kmsan-2g").map(
  (file) => file.text,
);

describe("recognise", () => {
  test.each([
    ["iomem", iomem],
    ["zoneinfo", zoneinfo],
    ["meminfo", meminfo],
    ["dmesg", dmesg],
  ])("%s by its content, whatever it is called", (kind, text) => {
    expect(recognise("paste 1", text).map((part) => part.kind)).toEqual([kind]);
    expect(recognise("zoneinfo.txt", text).map((part) => part.kind)).toEqual([kind]);
  });

  test("all four in one paste, with the commands between them", () => {
    const paste = [
      "$ cat /proc/iomem",
      iomem,
      "$ cat /proc/zoneinfo",
      zoneinfo,
      "$ free",
      meminfo,
      dmesg,
    ].join("\n");
    const parts = new Map(recognise("paste", paste).map((part) => [part.kind, part.text]));
    expect(readIomem(parts.get("iomem") ?? "")).toEqual(readIomem(iomem));
    expect(readZoneinfo(parts.get("zoneinfo") ?? "")).toEqual(readZoneinfo(zoneinfo));
    expect(readMeminfo(parts.get("meminfo") ?? "")).toEqual(readMeminfo(meminfo));
    expect(readDmesg(parts.get("dmesg") ?? "").handOver).toEqual(readDmesg(dmesg).handOver);
  });

  test("a kernel message in the middle of a file does not end it", () => {
    const broken = zoneinfo.replace(
      "        spanned  4095",
      "[   70.123456] random: crng init done\n        spanned  4095",
    );
    const [, zones] = recognise("console", broken).sort((a, b) => a.kind.localeCompare(b.kind));
    expect(readZoneinfo(zones?.text ?? "")).toEqual(readZoneinfo(zoneinfo));
  });

  test("where the content tells nothing the name does, and nothing is nothing", () => {
    expect(recognise("/home/me/dmesg.txt", "hello")).toEqual([{ kind: "dmesg", text: "hello" }]);
    expect(recognise("notes.txt", "hello")).toEqual([]);
    expect(recognise("notes.txt", "")).toEqual([]);
  });

  test("a log without time stamps", () => {
    expect(
      recognise("x", "Linux version 6.1.192\nMemory: 1K/2K available (3K reserved)").map(({ kind }) => kind),
    ).toEqual(["dmesg"]);
  });

  test("the cap is told", () => {
    const { sentence } = failureOf(() => recognise("x", " ".repeat(MAX_TEXT_LENGTH + 1)), FormatError);
    expect(sentence).toContain("at most 16,777,216 (16 Mi)");
  });

  const serial = bootFiles("V5-kmsan-2G-memblock-debug", ["serial.log"]);
  test.skipIf(serial === undefined)("a console capture with everything in it", () => {
    const parts = new Map(
      recognise("serial.log", serial?.[0]?.text ?? "").map((part) => [part.kind, part.text]),
    );
    expect(readIomem(parts.get("iomem") ?? "")).toEqual(readIomem(iomem));
    expect(readZoneinfo(parts.get("zoneinfo") ?? "")).toEqual(readZoneinfo(zoneinfo));
    expect(readMeminfo(parts.get("meminfo") ?? "")).toEqual(readMeminfo(meminfo));
    expect(readDmesg(parts.get("dmesg") ?? "").lateFreed).toEqual(readDmesg(dmesg).lateFreed);
  });
});
