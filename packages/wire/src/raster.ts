/** What has changed of a raster: for each changed cell the cells skipped since the last one, in as many bytes of 7 bits as it takes, and its byte. */

const MORE = 0x80;

/** The difference of two rasters of one size. */
export function changesOf(before: Uint8Array, after: Uint8Array): Uint8Array {
  let bytes = new Uint8Array(1024);
  let length = 0;
  let last = -1;
  for (let cell = 0; cell < after.length; cell++) {
    if (before[cell] === after[cell]) continue;
    if (length + 6 > bytes.length) {
      const wider = new Uint8Array(2 * bytes.length);
      wider.set(bytes);
      bytes = wider;
    }
    let gap = cell - last - 1;
    while (gap >= MORE) {
      bytes[length++] = (gap & (MORE - 1)) | MORE;
      gap = Math.floor(gap / MORE);
    }
    bytes[length++] = gap;
    bytes[length++] = after[cell] as number;
    last = cell;
  }
  return bytes.subarray(0, length);
}

/**
 * Brings a raster up to date in its place and tells of each cell that has changed. Changes that lead beyond it, or that end in the middle of
 * one, are left out.
 */
export function applyChanges(cells: Uint8Array, changes: Uint8Array, tell: (cell: number) => void): void {
  let cell = -1;
  for (let at = 0; at < changes.length; ) {
    let gap = 0;
    let unit = 1;
    let byte = MORE;
    while ((byte & MORE) !== 0 && at < changes.length) {
      byte = changes[at++] as number;
      gap += (byte & (MORE - 1)) * unit;
      unit *= MORE;
    }
    cell += gap + 1;
    if (at >= changes.length || cell >= cells.length) return;
    cells[cell] = changes[at++] as number;
    tell(cell);
  }
}
