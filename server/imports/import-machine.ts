import { Worker } from "node:worker_threads";
import type { ImportedMachine } from "@carveout/model";
import { workerFile } from "../worker-file";

export type FilesByName = Readonly<Record<string, string>>;
export type Imported = ImportedMachine & { notes: string[] };
export type ImportReport = { imported: Imported } | { unreadable: string };

/** The files are no machine; the sentence says what is wrong with them, for the person who gave them. */
export class UnreadableError extends Error {}

/** A log of 32 MiB takes about a second. */
const LIMIT_MS = 20_000;

/** Reads a machine from its own files, in a thread of its own: nobody's edit waits for somebody's long kernel log. */
export async function importMachine(files: FilesByName): Promise<Imported> {
  const worker = new Worker(workerFile("imports/import-worker"));
  try {
    const report = await new Promise<ImportReport>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      const slow = new UnreadableError(
        "Reading the files takes too long. Leave out what is no boot of this machine.",
      );
      setTimeout(reject, LIMIT_MS, slow).unref();
      worker.postMessage(files);
    });
    if ("unreadable" in report) throw new UnreadableError(report.unreadable);
    return report.imported;
  } finally {
    await worker.terminate();
  }
}
