import { describe, expect, test } from "vitest";
import { FormatError, readIomem } from "../index";
import { fixtureFiles } from "../test/boots";
import { failureOf } from "../test/failure";

const X86 = `00000000-00000fff : Reserved
00001000-0009fbff : System RAM
000c0000-000c9bff : Video ROM
00100000-7ffdffff : System RAM
  01000000-02800a5f : Kernel code
  02c00000-02daab7f : Kernel data
  032e5000-033fffff : Kernel bss
fd00000000-ffffffffff : Reserved
`;

describe("readIomem", () => {
  test("System RAM, the kernel image and its data, with the last byte made an end", () => {
    expect(readIomem(X86)).toEqual({
      systemRam: [
        { startBytes: 0x1000, endBytes: 0x9fc00 },
        { startBytes: 0x10_0000, endBytes: 0x7ffe_0000 },
      ],
      kernelImage: { startBytes: 0x100_0000, endBytes: 0x340_0000 },
      kernelData: { startBytes: 0x2c0_0000, endBytes: 0x2da_ab80 },
      pmem: [],
      arch: "x86-64",
    });
  });

  test("arm64 writes 'reserved' small and has no bss", () => {
    const facts = readIomem(`09000000-09000fff : pl011@9000000
40000000-bfffffff : System RAM
  40210000-4185ffff : Kernel code
  41860000-41eaffff : reserved
  41eb0000-4220ffff : Kernel data
`);
    expect(facts.arch).toBe("arm64");
    expect(facts.kernelImage).toEqual({ startBytes: 0x4021_0000, endBytes: 0x4221_0000 });
  });

  test.each([
    ["CRLF", X86.replaceAll("\n", "\r\n")],
    ["leading spaces of a paste", X86.replaceAll(/^/gm, "    ")],
    ["a prompt before and the next command after", `root@host:~# cat /proc/iomem\n${X86}root@host:~# exit\n`],
    [
      "a kernel message on the same console",
      X86.replace("000c0000", "[   12.345678] eth0: link up\n000c0000"),
    ],
  ])("the same facts with %s", (_, text) => {
    expect(readIomem(text)).toEqual(readIomem(X86));
  });

  test("the fixture", () => {
    const text = fixtureFiles("kmsan-2g", ["iomem.txt"])[0]?.text ?? "";
    expect(readIomem(text).kernelData).toEqual({ startBytes: 0x2c0_0000, endBytes: 0x2da_ab80 });
  });

  test("another text: the sentence names the line and quotes it", () => {
    const error = failureOf(() => readIomem("\nMemTotal:  1845488 kB\n"), FormatError);
    expect(error.line).toBe(2);
    expect(error.sentence).toBe(
      `This is not /proc/iomem: line 2 has no 'start-end : name', it reads "MemTotal:  1845488 kB".`,
    );
  });

  test("a line that is broken in two, between resources", () => {
    const broken = X86.replace("000c0000-000c9bff : Video ROM", "000c0000-000c9bff\n: Video ROM");
    expect(failureOf(() => readIomem(broken), FormatError).line).toBe(3);
  });

  test("read without root: says so, and what to do", () => {
    const hidden = X86.replaceAll(/[0-9a-f]+-[0-9a-f]+ :/g, "00000000-00000000 :");
    const { sentence } = failureOf(() => readIomem(hidden), FormatError);
    expect(sentence).toContain("without root");
    expect(sentence).toContain("sudo cat /proc/iomem");
  });

  test.each([
    ["empty", "", "is empty"],
    ["an address of 2^60", "1000000000000000-1fffffffffffffff : System RAM", "not a number below 2^53"],
    ["a range that ends before it starts", "00002000-00001000 : System RAM", "ends before it starts"],
  ])("%s", (_, text, sentence) => {
    expect(failureOf(() => readIomem(text), FormatError).sentence).toContain(sentence);
  });
});
