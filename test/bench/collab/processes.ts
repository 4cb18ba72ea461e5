import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Servers run on one processor and the load on another, so that neither takes the other's time. */
export const CORE = { server: 0, load: 1 } as const;
/** Without a second processor, or outside Linux, everything shares what there is. */
export const isPinned = process.platform === "linux" && availableParallelism() > 1;

/** A Node process on one processor. */
export function startOn(
  core: number,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const command = isPinned
    ? ["taskset", "-c", String(core), process.execPath, ...args]
    : [process.execPath, ...args];
  return spawn(command[0] ?? "", command.slice(1), {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Processor time of all threads of a process so far, seconds. */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return nanoseconds / 1e9;
}

/** Resident memory, bytes. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) * 1024;
}
