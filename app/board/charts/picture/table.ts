/** What a picture shows, as a table: what is read in its place, and what is saved as CSV. */
export interface PictureTable {
  /** The first column names the rows. */
  columns: readonly { name: string; unit: string }[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** Comma-separated values as RFC 4180 has them, with the provenance as lines that start with "#". */
export function csvOf(table: PictureTable, provenance: readonly string[]): string {
  const head = table.columns.map(({ name, unit }) => cell(unit === "" ? name : `${name} (${unit})`));
  const lines = [head, ...table.rows.map((row) => row.map(cell))].map((cells) => cells.join(","));
  return [...provenance.map((line) => `# ${line.replace(/[\r\n]+/g, " ")}`), ...lines, ""].join("\r\n");
}

/** Text that a spreadsheet would take for a formula is given as text. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
