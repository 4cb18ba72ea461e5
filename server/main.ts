import { mkdirSync } from "node:fs";
import path from "node:path";
import next from "next";
import { instanceToken } from "./access/tokens";
import { WorkerPool } from "./runs/pool";
import { createServer } from "./server";
import { SqliteStore } from "./store/sqlite";

const port = Number(process.env.PORT ?? 3000);
const dataDir = path.resolve(process.env.CARVEOUT_DATA ?? "data");
mkdirSync(dataDir, { recursive: true, mode: 0o700 });

const app = next({ dev: process.env.NODE_ENV === "development", dir: process.cwd() });
await app.prepare();

const token = instanceToken(dataDir);
const carveout = createServer({
  store: new SqliteStore(path.join(dataDir, "carveout.sqlite")),
  queue: new WorkerPool(),
  instanceToken: token,
  pages: app.getRequestHandler(),
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
