import type { Carveout } from "../server";
import type { Log } from "./log";

/** Longest time for writing what has come and letting everybody go. Most that start servers kill after 10 s. */
const DRAIN_MS = 8000;

/** SIGTERM and SIGINT end the process in good order, with status 0; a second one ends it at once. */
export function stopOnSignals(carveout: Carveout, log: Log): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      log.info({ signal }, "stopping");
      const limit = setTimeout(() => {
        log.fatal(`not done after ${DRAIN_MS / 1000} s`);
        process.exit(1);
      }, DRAIN_MS);
      carveout.close().then(
        () => {
          clearTimeout(limit);
          log.info("stopped");
          process.exit(0);
        },
        (err: unknown) => {
          log.fatal({ err }, "could not stop in good order");
          process.exit(1);
        },
      );
    });
}
