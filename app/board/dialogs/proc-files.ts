/** What a machine says of itself, by the names the importer knows. */
export const PROC_FILES = ["iomem", "zoneinfo", "meminfo", "dmesg"] as const;
export type ProcFile = (typeof PROC_FILES)[number];

/** Longest file that is read, bytes: a memblock=debug boot logs a few MiB. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Which of the files this is: by its name where that says so, else by what is in it. null = none of them. */
export function procFileOf(name: string, text: string): ProcFile | null {
  const byName = PROC_FILES.find((file) => name.toLowerCase().includes(file));
  if (byName !== undefined) return byName;
  if (/^\s*[0-9a-f]{8,16}-[0-9a-f]{8,16} : /m.test(text)) return "iomem";
  if (/^Node \d+, zone\s/m.test(text)) return "zoneinfo";
  if (/^MemTotal:\s+\d+ kB/m.test(text)) return "meminfo";
  return /^(<\d+>)?\[\s*\d+\.\d+\]|Linux version /m.test(text) ? "dmesg" : null;
}
