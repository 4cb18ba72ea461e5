import { mkdirSync } from "node:fs";
import path from "node:path";
import next from "next";
import { instanceToken } from "./access/tokens";
import { WorkerPool } from "./runs/pool";
import { createServer } from "./server";
import { SqliteStore } from "./store/sqlite";

// The data holds every board's links: nobody else on this machine reads it.
process.umask(0o077);
const port = Number(process.env.PORT ?? 3000);
const dataDir = path.resolve(process.env.CARVEOUT_DATA ?? "data");
mkdirSync(dataDir, { recursive: true });

// This file runs as dist/server/main.js.
const root = path.resolve(import.meta.dirname, "../..");
const app = next({ dev: process.env.NODE_ENV === "development", dir: root });
await app.prepare();

const token = instanceToken(dataDir);
const carveout = createServer({
  store: new SqliteStore(path.join(dataDir, "carveout.sqlite")),
  queue: new WorkerPool(),
  instanceToken: token,
  pages: app.getRequestHandler(),
});
carveout.http.once("error", (error) => {
  console.error(`Carveout can't listen on port ${port}: ${error.message}. PORT takes another one.`);
  process.exit(1);
});
carveout.http.listen(port, () => console.log(`Carveout: http://localhost:${port}/?token=${token}`));

for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    carveout
      .close()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(`stop: ${String(error)}`);
        process.exit(1);
      });
  });
