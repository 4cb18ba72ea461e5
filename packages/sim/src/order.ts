/** Pages in a block of an order: 2^order. A shift, for the language leaves the last bit of `**` to the engine. */
export function blockPages(order: number): number {
  return 1 << order;
}
