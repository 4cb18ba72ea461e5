/** Origin of what comes from this browser's copy. */
export const COPY = {};

/** What to tell where there is none. */
export const NO_COPY = "This browser keeps no copy of the board.";
