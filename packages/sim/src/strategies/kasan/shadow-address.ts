/** Where the shadow byte of an address lies in a linear shadow on 64 bits. */

import type { MachineInput } from "../../input";
import { directMapStart } from "../../machine/kernel-addresses";
import type { Figure } from "../../output";
import { BYTES_PER_SHADOW_BYTE, type Mode } from "./modes";

const BITS = 64;

/**
 * KASAN_SHADOW_OFFSET; of arm64 that with 48 bits of address. Null where it is not a 64-bit kernel with shadow in memory.
 * Source: arch/x86/Kconfig, arch/arm64/Kconfig KASAN_SHADOW_OFFSET.
 */
export function shadowOffset({ arch }: Pick<MachineInput, "arch">, mode: Mode): bigint | null {
  if (arch === "x86-64" && mode === "generic") return 0xdfff_fc00_0000_0000n;
  if (arch !== "arm64" || mode === "hw-tags") return null;
  return mode === "generic" ? 0xdfff_8000_0000_0000n : 0xefff_8000_0000_0000n;
}

/** kasan_mem_to_shadow(): addresses wrap at 64 bits. Source: include/linux/kasan.h. */
export function shadowAddress(address: bigint, offset: bigint, bytesPerShadowByte: number): bigint {
  return BigInt.asUintN(BITS, address / BigInt(bytesPerShadowByte) + offset);
}

/** Offset of the shadow, and where the shadow of the direct map begins. */
export function shadowAddressFigures(machine: MachineInput, mode: Mode): Figure[] {
  const offset = shadowOffset(machine, mode);
  const start = directMapStart(machine);
  if (offset === null || start === null) return [];
  const hexadecimal = (address: bigint) => `0x${address.toString(16)}`;
  return [
    {
      key: "shadow-offset",
      label: "KASAN_SHADOW_OFFSET",
      unit: "address",
      value: hexadecimal(offset),
      source: `arch/${machine.arch === "arm64" ? "arm64" : "x86"}/Kconfig`,
    },
    {
      key: "shadow-of-direct-map",
      label: "Shadow of the direct map begins at",
      unit: "address",
      value: hexadecimal(shadowAddress(start, offset, BYTES_PER_SHADOW_BYTE[mode])),
      help: "Without KASLR.",
      source: "include/linux/kasan.h kasan_mem_to_shadow()",
    },
  ];
}
