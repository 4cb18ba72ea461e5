import { parentPort } from "node:worker_threads";
import { FormatError, ImportError, importProfile } from "@carveout/formats";
import { profileFromImport } from "@carveout/model";
import type { FilesByName, ImportReport } from "./import-machine";

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread of an import.");
port.once("message", (files: FilesByName) => port.postMessage(read(files)));

function read(files: FilesByName): ImportReport {
  try {
    const facts = importProfile(Object.entries(files).map(([name, text]) => ({ name, text })));
    const machine = profileFromImport(facts, Object.keys(files));
    return { imported: { ...machine, notes: facts.notes.map(({ sentence }) => sentence) } };
  } catch (error) {
    if (error instanceof FormatError || error instanceof ImportError) return { unreadable: error.message };
    throw error;
  }
}
