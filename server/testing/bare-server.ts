import type { AddressInfo } from "node:net";
import path from "node:path";
import { Signer } from "../access/signer";
import { WorkerPool } from "../runs/pool";
import { createServer } from "../server";
import { SqliteStore } from "../store/sqlite";

/** The server without pages as a process of its own, to be killed. Prints its port. */
const [, , file = "", instanceToken = ""] = process.argv;
const server = createServer({
  store: new SqliteStore(file),
  queue: new WorkerPool(),
  instanceToken,
  signer: Signer.of(path.dirname(file)),
});
server.http.listen(0, "127.0.0.1", () => console.log((server.http.address() as AddressInfo).port));
