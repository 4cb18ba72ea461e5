/** How far into the zones a request may reach. Meanings as the ALLOC_ flags of mm/internal.h; the values are our own. */

/** Which watermark counts: MIN is 0. */
export const ALLOC_WMARK_LOW = 1;
export const ALLOC_WMARK_HIGH = 2;
export const ALLOC_WMARK_MASK = 3;
export const ALLOC_NO_WATERMARKS = 4;
export const ALLOC_OOM = 8;
/** Cannot wait: a quarter below the mark. ALLOC_HARDER, since v6.4 ALLOC_NON_BLOCK. */
export const ALLOC_NON_BLOCK = 0x10;
/** Down to half of the mark: ALLOC_HIGH, since v6.4 ALLOC_MIN_RESERVE. */
export const ALLOC_MIN_RESERVE = 0x20;
/** May have highatomic pageblocks, and reserves one on success. */
export const ALLOC_HIGHATOMIC = 0x40;
export const ALLOC_CMA = 0x80;
/** No fallback into pageblocks of another type. */
export const ALLOC_NOFRAGMENT = 0x100;
export const ALLOC_KSWAPD = 0x800;
