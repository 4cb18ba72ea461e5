import { expect, test } from "vitest";
import { checkHeldBlocks } from "../strategies/kmsan/check";
import { HeldBlocks } from "../strategies/kmsan/held-blocks";
import { MIB, machineInput } from "../testing/inputs";
import { checkMachine } from "./check";
import { EarlyMachine } from "./early";
import type { Hooks } from "./hooks";
import { Machine } from "./machine";

function boot(hooks: Hooks[] = []): Machine {
  const reserved = [{ baseBytes: 5000, sizeBytes: 9000, label: "scraps", recorded: true }];
  return new Machine(new EarlyMachine(machineInput(64 * MIB, { reserved, maxOrder: 10 }), 64), hooks);
}

const check = (spoil: (machine: Machine) => void, hooks: Hooks[] = []) => {
  const machine = boot(hooks);
  expect(() => checkMachine(machine)).not.toThrow();
  spoil(machine);
  return () => checkMachine(machine);
};

test("a region list with neighbours that should be one is caught (I-A1)", () => {
  const apart = check(({ early }) => {
    const { regions } = early.memblock.memory;
    regions.splice(
      0,
      1,
      { base: 0, size: MIB, flags: 0, nid: 0 },
      { base: MIB, size: 63 * MIB, flags: 0, nid: 0 },
    );
  });
  expect(apart).toThrow("I-A1");
});

test("pages that are neither reserved nor offered are caught (I-A2)", () => {
  expect(check(({ early }) => early.memblock.reserved.regions.shift())).toThrow("I-A2");
});

test("a zone that manages more than it has is caught (I-A4)", () => {
  expect(check(({ managedOf }) => managedOf.fill(1e6))).toThrow("I-A4");
});

test("a reserved page on a free list is caught (I-A5)", () => {
  // Bytes 5,000 to 13,999 are reserved: pages 1 to 3, and page 2 wholly.
  expect(check((machine) => machine.release(2, 0))).toThrow("I-A5");
});

test("miscounted free pages are caught (I-B2)", () => {
  const miscount = check(({ buddy }) => {
    buddy.freeOf[0] = (buddy.freeOf[0] as number) - 1;
  });
  expect(miscount).toThrow("I-B2");
});

test("metadata on a free list, blocks used twice and forgotten ones are caught (I-C1, I-C2, I-C5, I-C6)", () => {
  const carved = () => {
    const held = new HeldBlocks(10);
    const hooks: Hooks = {
      offer: (pfn, order) => held.offer(pfn, order),
      lateInit: (machine) => held.discard((pfn, order) => machine.release(pfn, order)),
    };
    return { held, machine: boot([hooks]) };
  };
  const spoilt = (spoil: (held: HeldBlocks, machine: Machine) => void) => {
    const { held, machine } = carved();
    expect(() => checkHeldBlocks(machine, held)).not.toThrow();
    spoil(held, machine);
    return () => checkHeldBlocks(machine, held);
  };
  expect(spoilt((held) => held.tracked.push(...held.tracked.slice(0, 1)))).toThrow("I-C1");
  expect(spoilt((held, machine) => machine.release(held.tracked[0]?.shadow ?? 0, 0))).toThrow("I-C2");
  expect(spoilt((held) => held.leaked.push(0))).toThrow("I-C5");
  expect(spoilt((held) => held.offer(0, 10))).toThrow("I-C6");
});
