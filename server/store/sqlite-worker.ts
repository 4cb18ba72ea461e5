import { parentPort, workerData } from "node:worker_threads";
import { BoardDatabase } from "./database";
import { storeErrorOf } from "./error";
import type { Request, Response } from "./sqlite";
import type { StoredBoard, StoredImage } from "./store";

/**
 * The store's thread. Here a commit may wait for the disk without anybody else waiting: what arrives meanwhile goes into the next transaction, so the
 * number of commits follows the disk's speed and not the number of edits.
 */
const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread of the store.");
const database = new BoardDatabase((workerData as { path: string }).path);
const answer = (response: Response) => port.postMessage(response, buffersOf(response.value));
const failed = (error: unknown) => {
  const { message, fault } = storeErrorOf(error);
  return { sentence: message, fault };
};

/** The bytes of a stored board or of one blob, which go to the asker without being copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const { updates = [], bytes } = (value ?? {}) as Partial<StoredBoard & StoredImage>;
  const arrays = value instanceof Uint8Array ? [value] : bytes === undefined ? updates : [bytes];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

let writes: Request[] = [];

port.on("message", (request: Request) => {
  if (request.writes) {
    if (writes.push(request) === 1) setImmediate(commit);
    return;
  }
  // A read sees everything that was asked to be written before it.
  commit();
  if (request.method === "close") {
    database.close();
    answer({ id: request.id, value: undefined });
    port.close();
    return;
  }
  answer(attempt(request));
});

function commit(): void {
  const group = writes;
  writes = [];
  if (group.length === 0) return;
  const start = performance.now();
  const responses: Response[] = [];
  try {
    database.begin();
    for (const request of group) responses.push({ id: request.id, value: call(request) });
    database.commit();
    const commitMs = performance.now() - start;
    for (const [index, response] of responses.entries())
      answer(index === 0 ? { ...response, commitMs } : response);
  } catch (error) {
    database.rollback();
    // One bad write must not take its neighbours with it: each gets a transaction of its own.
    if (group.length > 1) for (const request of group) alone(request);
    else for (const { id } of group) answer({ id, error: failed(error) });
  }
}

function alone(request: Request): void {
  try {
    database.begin();
    const value = call(request);
    database.commit();
    answer({ id: request.id, value });
  } catch (error) {
    database.rollback();
    answer({ id: request.id, error: failed(error) });
  }
}

function attempt(request: Request): Response {
  try {
    return { id: request.id, value: call(request) };
  } catch (error) {
    return { id: request.id, error: failed(error) };
  }
}

function call({ method, args }: Request): unknown {
  if (method === "close") return undefined;
  return (database[method] as (...args: unknown[]) => unknown)(...args);
}
