/** What to tell where there is none. */
export const NO_COPY = "This browser keeps no copy of the board.";
