/** Around the plotting area, px: the time cursor and the plot are drawn by different hands and must agree. */
export const MARGIN = { top: 10, right: 54, bottom: 20, left: 42 } as const;
