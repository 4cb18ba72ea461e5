/** Places where a stream's frames are remembered: how many an operation can name. */

export const SLOT_BITS = 22;
export const SLOT_MASK = 0x3f_ffff;
