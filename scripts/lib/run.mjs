import { spawn } from "node:child_process";
import { ROOT } from "./paths.mjs";

/** Runs a command with our standard streams; rejects with its exit code. */
export function run(command, args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
    child.on("error", fail);
    child.on("exit", (code, signal) =>
      code === 0 ? done() : fail(new Error(`${command} ${args.join(" ")} ended with ${code ?? signal}`)),
    );
  });
}

/** The path of a tool that npm installed. */
export const bin = (name) => `${ROOT}/node_modules/.bin/${name}`;
