import { expect, test } from "vitest";
import { oopsLines } from "./oops";

// The form of the kernel's log: "[%5lu.%06lu] ", kernel/printk/printk.c print_time(); the words of arch/x86/mm/fault.c show_fault_oops().
test("an oops is quoted with the kernel's time stamp", () => {
  const sentence = "BUG: unable to handle page fault for address: fffffffffffffffe";
  expect(oopsLines({ tMs: 4123, sentence, address: "0xfffffffffffffffe" })).toEqual([
    "[    4.123000] BUG: unable to handle page fault for address: fffffffffffffffe",
  ]);
});

test("the address gets a line of its own where the sentence has none", () => {
  expect(oopsLines({ tMs: 12345.678, sentence: "Kernel BUG at mm/gup.c", address: "0x2a800000" })).toEqual([
    "[   12.345678] Kernel BUG at mm/gup.c",
    "[   12.345678] fault address: 2a800000",
  ]);
  expect(oopsLines({ tMs: 0, sentence: "Out of memory", address: "" })).toHaveLength(1);
});
