import { backup } from "./backup/backup";
import { restore } from "./backup/restore";
import { check } from "./check";
import { BadInput, Exit, type Streams } from "./exit";
import { profile } from "./profile";
import { replay } from "./replay";
import { run } from "./run";

const USAGE = `Usage:
  carveout run FILE [--variant V] [--seed N] [--json] [--check]
      runs the experiments of an exported board, or of one hand-written run
      {machine, strategies, workload, seed}; what it leaves out has the values
      of a new card. --check holds the machine to its laws all the way (slow).
      An experiment's expectations are held against its runs, on all its seeds
      or on the one that --seed names
  carveout check FILE
      validates a board and prints its findings
  carveout profile DIR
      turns a folder of iomem, zoneinfo, meminfo and dmesg (with or without
      .txt; any subset that suffices) into a profile, JSON on stdout
  carveout replay TRACE --profile F [--strategy F]... [--start-state DIR]
                  [--compare DIR] [--json]
      drives the machine with a kernel's allocations and frees (ftrace,
      trace-cmd or perf text, plain or gzip) and compares free blocks with
      the /proc files in DIR: NAME.buddyinfo for each mark SNAP_NAME_BEGIN
  carveout backup FILE [--server URL] [--token T]
      copies everything that a server keeps into one file, while it goes on:
      boards with their histories, links and pictures, runs, the instance's
      secrets. Keep it as you keep those
  carveout restore FILE
      checks a backup and puts it in a data folder that is empty yet
      (CARVEOUT_DATA, ./data); then start the server
  carveout restore FILE --board ID [--board ID]... [--replace]
                   [--server URL] [--token T]
      brings single boards back into a running server; --replace where they
      are there already, or damaged

Server and token are http://localhost:$PORT and the one in CARVEOUT_DATA,
unless they are named.
Exit status: 0 fine, 1 ran but a finding forbids it, an expectation is not
met, or a board is damaged, 2 bad input or nothing done.
`;

const COMMANDS: Record<string, (args: string[], streams: Streams) => Promise<number>> = {
  run,
  check,
  profile,
  replay,
  backup,
  restore,
};

/** The command line as a function: arguments in, exit status out. Never throws on bad input. */
export async function main(args: string[], streams: Streams): Promise<number> {
  const [name = "", ...rest] = args;
  if (name === "" || name === "help" || name === "--help" || name === "-h") {
    streams.out(USAGE);
    return name === "" ? Exit.BadInput : Exit.Ok;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (command === undefined) throw new BadInput(`There is no command '${name}'. Try 'carveout help'.`);
    return await command(rest, streams);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    streams.err(`carveout: ${error.message}\n`);
    return Exit.BadInput;
  }
}
