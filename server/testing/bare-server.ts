import type { AddressInfo } from "node:net";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Signer } from "../access/signer";
import { createLog } from "../operations/log";
import { stopOnSignals } from "../operations/stop";
import { WorkerPool } from "../runs/pool";
import { createServer } from "../server";
import { SqliteStore } from "../store/sqlite";

/** The server without pages as a process of its own, to be killed. Prints its port, and on SIGUSR2, after a full collection, what memory it uses. */
const [, , file = "", instanceToken = ""] = process.argv;
const log = createLog("error");
const server = createServer({
  store: new SqliteStore(file),
  queue: new WorkerPool(),
  log,
  instanceToken,
  signer: Signer.of(path.dirname(file)),
  dataFolder: path.dirname(file),
});
server.http.listen(0, "127.0.0.1", () => console.log((server.http.address() as AddressInfo).port));
stopOnSignals(server, log);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
process.on("SIGUSR2", () => {
  collect();
  console.log(JSON.stringify(process.memoryUsage()));
});
