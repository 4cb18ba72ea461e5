import { expect, test } from "vitest";
import { boardFile } from "./board-file";

test.each([
  ["KMSAN metadata: boot carve-out, lazy", "kmsan-metadata.json"],
  ["  Größe & $(rm -rf) ", "gro-e-rm-rf.json"],
  ["../../etc/passwd", "etc-passwd.json"],
  ["題", "board.json"],
])("%s is exported as %s", (title, file) => expect(boardFile(title)).toBe(file));
