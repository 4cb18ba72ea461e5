import { describe, expect, test } from "vitest";
import { bootLog } from "./log";

const texts = (text: string) => bootLog(text).map((line) => line.text);

const BOOT = [
  "Linux version 6.1.192 (root@vm)",
  "Memory: 1K/2K available (3K reserved)",
  "Freeing initrd memory: 4K",
];

describe("prefixes", () => {
  test.each([
    ["dmesg", "[    0.000000] "],
    ["CONFIG_PRINTK_CALLER", "[    0.000000][    T0] "],
    ["dmesg -r", "<6>[    0.000000] "],
    ["dmesg -T", "[Sat Nov 21 08:21:20 2026] "],
    ["dmesg --time-format iso", "2026-11-21T08:21:20,000000+00:00 "],
    ["journalctl -k", "Nov  1 08:21:20 host kernel: "],
    ["journalctl -k -o short-monotonic behind syslog", "Nov 21 08:21:20 host kernel: [    0.000000] "],
    ["journalctl -k -o short-iso", "2026-11-21T08:21:20+0100 host kernel: "],
    ["printk.time=0", ""],
  ])("%s", (_, prefix) => {
    const text = BOOT.map((line) => prefix + line).join("\n");
    expect(texts(text)).toEqual(BOOT);
    expect(texts(text.replaceAll("\n", "\r\r\n"))).toEqual(BOOT);
    expect(texts(text.replaceAll(/^/gm, "   "))).toEqual(BOOT);
  });

  test("what firmware and user space wrote on the console is not the kernel's", () => {
    const console = `SeaBIOS (version 1.16.2)\nBooting..\u001bc\u001b[?7l[    0.000000] ${BOOT[0]}\nMemory: 5 kB\n[    0.1] x\n`;
    expect(texts(console)).toEqual([BOOT[0]]);
  });
});

const at = (seconds: number, line: string) => `[${seconds.toFixed(6).padStart(12)}] ${line}`;

describe("one boot out of a capture that holds it several times", () => {
  const early = BOOT.slice(0, 2).map((line) => at(0, line));
  const console = at(0, "printk: console [ttyS0] enabled");

  test("the early console's lines, the replay, then every line twice", () => {
    const repeat = at(0.5, "Unknown key, twice on purpose");
    const text = [
      ...early,
      ...early,
      ...[console, console],
      ...[repeat, repeat, repeat, repeat],
      ...Array(2).fill(at(1, "Freeing initrd memory: 4K")),
    ].join("\n");
    expect(texts(text)).toEqual([
      ...BOOT.slice(0, 2),
      "printk: console [ttyS0] enabled",
      "Unknown key, twice on purpose",
      "Unknown key, twice on purpose",
      "Freeing initrd memory: 4K",
    ]);
  });

  test("equal lines of one console stay as many as they are", () => {
    const twice = at(0, "memblock_alloc_try_nid: 4096 bytes align=0x1000 caller+0x1/0x2");
    expect(bootLog([...early, twice, twice].join("\n"))).toHaveLength(4);
  });

  test("a console that lost lines, then a whole dmesg without its banner", () => {
    const later = Array.from({ length: 8 }, (_, i) => at(0, `line ${i}`));
    const text = [
      at(0, "banner lost"),
      at(24, "init"),
      ...later,
      ...early.slice(1),
      at(9, "Freeing initrd memory: 4K"),
    ];
    expect(texts(text.join("\n"))).toHaveLength(10);
  });

  test("a processor whose clock is not set yet does not start another boot", () => {
    const text = [
      ...early,
      at(1.5, "x86: Booting SMP"),
      at(0, "sched: CPU #1"),
      at(1.6, "Freeing initrd memory: 4K"),
    ];
    expect(texts(text.join("\n"))).toHaveLength(5);
  });

  test("arm64's two banner lines are one boot", () => {
    const text = [
      at(0, "Booting Linux on physical CPU 0x0"),
      ...early,
      at(1, "Freeing unused kernel memory: 8K"),
    ];
    expect(texts(text.join("\n"))).toHaveLength(4);
  });
});
