/** Bytes that are a trace in another form, or none. */

import { TraceError } from "../errors";

const UNPACK = "Unpack it first, or name the file to the command, which unpacks gzip itself.";

/** How files start that somebody may take for the text. */
const STARTS: [bytes: number[], sentence: string][] = [
  [[0x1f, 0x8b], `These bytes are compressed with gzip. ${UNPACK}`],
  [[0x28, 0xb5, 0x2f, 0xfd], "These bytes are compressed with zstd. Unpack them first."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "These bytes are compressed with xz. Unpack them first."],
  [[0x42, 0x5a, 0x68], "These bytes are compressed with bzip2. Unpack them first."],
  [
    [0x17, 0x08, 0x44, 0x74, 0x72, 0x61, 0x63, 0x69, 0x6e, 0x67],
    "This is a trace.dat of trace-cmd, not text. Run 'trace-cmd report -i FILE' and give its output.",
  ],
  [ascii("PERFILE2"), perf()],
  [ascii("2ELIFREP"), perf()],
];

/** Bytes that are looked at, so that the verdict is the same however the rest comes. */
export const START_BYTES = 16;

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

function perf(): string {
  return "This is a perf.data, not text. Run 'perf script -i FILE' and give its output.";
}

/**
 * Judges the first START_BYTES bytes, or all of a shorter text.
 * @throws TraceError if they are no text
 */
export function refuseBinary(bytes: Uint8Array): void {
  for (const [start, sentence] of STARTS) {
    if (start.every((byte, i) => bytes[i] === byte)) throw new TraceError(sentence);
  }
  if (bytes.includes(0)) {
    throw new TraceError(
      "These bytes are binary, not the text of a trace. Give what 'cat trace', 'trace-cmd report' or 'perf script' prints.",
    );
  }
}
