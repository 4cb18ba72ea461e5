import { isKernelLine } from "./dmesg/log";
import type { FileKind } from "./errors";
import { linesOf } from "./text";

export interface Recognised {
  kind: FileKind;
  text: string;
}

/** Lines that only one kind has. */
const TELLING: [FileKind, RegExp][] = [
  ["iomem", /^\s*[0-9a-f]{8,16}-[0-9a-f]{8,16} : \S/i],
  ["zoneinfo", /^\s*Node \d+, zone\s+\w+$/],
  ["meminfo", /^\s*[A-Za-z][\w()]*:\s+\d+ kB$/],
  // Booted with printk.time=0: no line has a prefix.
  ["dmesg", /^(Linux version \d|Booting Linux on physical CPU|BIOS-e820: |Memory: \d+K\/)/],
];
/** A console capture's section marks. They belong to no file. */
const MARK = /^=+\s*(BEGIN|END)\b/;
/** JSON about namespaces, which is a text of its own. */
const NDCTL = /^\s*(\[\s*)?\{[\s\S]*"dev":"namespace/;

/**
 * Which of the kinds a text is, by its content; several pasted one after another are taken apart. Lines that
 * tell nothing stay with what was before them. All kernel lines make one log, wherever they stand.
 * Where the content tells nothing, a name such as dmesg.txt decides. Empty if that does not either.
 * @throws FormatError if the text is too large
 */
export function recognise(name: string, text: string): Recognised[] {
  if (NDCTL.test(text)) return [{ kind: "ndctl", text }];
  const parts = new Map<FileKind, string[]>();
  const put = (into: FileKind, line: string) => {
    const part = parts.get(into);
    if (part === undefined) parts.set(into, [line]);
    else part.push(line);
  };
  let kind: FileKind | null = null;
  for (const { text: line } of linesOf(text)) {
    if (isKernelLine(line)) {
      // On a console it may stand in the middle of a file that was being printed.
      put("dmesg", line);
      continue;
    }
    kind = MARK.test(line) ? null : (TELLING.find(([, pattern]) => pattern.test(line))?.[0] ?? kind);
    if (kind !== null) put(kind, line);
  }
  if (parts.size > 0) return [...parts].map(([part, lines]) => ({ kind: part, text: lines.join("\n") }));
  const hinted = (["iomem", "zoneinfo", "meminfo", "dmesg"] as const).find((hint) =>
    name.toLowerCase().includes(hint),
  );
  return hinted === undefined ? [] : [{ kind: hinted, text }];
}
