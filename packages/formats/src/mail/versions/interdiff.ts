/** How two versions of a patch differ: in the message, and file by file in what they do, as `git range-diff` compares them. */

import { type LineKind, readBody } from "../body";
import { likeness } from "./likeness";
import { lineDiff } from "./line-diff";

/** Unchanged lines that stay around a change. */
const CONTEXT = 3;

export interface InterdiffLine {
  /** Whether the earlier or the later version alone has the line of the patch. */
  sign: " " | "-" | "+";
  /** What the line is in its patch. */
  kind: LineKind;
  text: string;
}

export interface InterdiffHunk {
  /** The hunk of the patch it lies in, without its numbers; "" in a message. */
  within: string;
  lines: InterdiffLine[];
}

export interface InterdiffPart {
  /** Path of the file; null for the message. */
  file: string | null;
  state: "same" | "changed" | "added" | "removed";
  hunks: InterdiffHunk[];
}

interface PatchLine {
  kind: LineKind;
  text: string;
}

/** The message first, then the files of the later version, then those that only the earlier one touches. */
export function interdiff(before: string, after: string): InterdiffPart[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const files = new Set([null, ...now.keys(), ...old.keys()]);
  return [...files].map((file) => {
    const [was, is] = [old.get(file) ?? [], now.get(file) ?? []];
    const hunks = hunksOf(was, is);
    const isWhole = file !== null && (was.length === 0 || is.length === 0);
    const state = hunks.length === 0 ? "same" : !isWhole ? "changed" : was.length === 0 ? "added" : "removed";
    return { file, state, hunks };
  });
}

/** What the author himself wrote of a patch, by file; null is the message with its notes, without the diffstat. */
function partsOf(body: string): Map<string | null, PatchLine[]> {
  const { lines, blocks } = readBody(body);
  const parts = new Map<string | null, PatchLine[]>();
  let isMessage = true;
  for (const { kind, level, from, to, file } of blocks) {
    if (kind === "diff" && level === 0) isMessage = false;
    if (level > 0 || kind === "signature" || kind === "diffstat") continue;
    const own = kind === "diff" ? (file ?? "") : null;
    if (own === null && !isMessage) continue;
    const part = parts.get(own) ?? [];
    parts.set(own, part);
    for (const line of lines.slice(from, to))
      if (!/^index [0-9a-f]/.test(line.text)) part.push({ kind: line.kind, text: likeness(line.text) });
  }
  const message = parts.get(null) ?? [];
  while (message.at(-1)?.text.trim() === "") message.pop();
  return parts;
}

function hunksOf(was: readonly PatchLine[], is: readonly PatchLine[]): InterdiffHunk[] {
  const lines: InterdiffLine[] = lineDiff(
    was.map(({ text }) => text),
    is.map(({ text }) => text),
  ).flatMap(({ kind, before, after, count }) =>
    kind === "removed"
      ? was.slice(before, before + count).map((line): InterdiffLine => ({ sign: "-", ...line }))
      : is
          .slice(after, after + count)
          .map((line): InterdiffLine => ({ sign: kind === "added" ? "+" : " ", ...line })),
  );
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== " ");
  const hunks: InterdiffHunk[] = [];
  let within = "";
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (line.kind === "hunk") within = line.text;
    if (!isNear(index)) {
      isOpen = false;
      continue;
    }
    if (!isOpen) hunks.push({ within: line.kind === "hunk" ? "" : within, lines: [] });
    isOpen = true;
    hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}
