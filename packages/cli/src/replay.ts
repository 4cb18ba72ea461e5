import { machineInput } from "@carveout/model";
import { checkSetup, InputError, type MachineInput, type StrategyInput } from "@carveout/sim";
import { BadInput, Exit, type Streams } from "./exit";
import { onlyOne, parse, readText } from "./input";
import { readSnapshots, readStart } from "./replay/proc-files";
import { type ReplayResult, replayTrace } from "./replay/replay-trace";
import { fallbacksAreWithin, isWithin, replayText } from "./replay/report";

export async function replay(args: string[], streams: Streams): Promise<number> {
  const { values, positionals } = parse(args, {
    profile: { type: "string" },
    strategy: { type: "string", multiple: true, default: [] },
    "start-state": { type: "string" },
    compare: { type: "string" },
    json: { type: "boolean", default: false },
  });
  const trace = onlyOne(positionals, "trace to replay");
  if (values.profile === undefined)
    throw new BadInput("Name the machine's profile with --profile FILE; 'carveout profile DIR' makes one.");
  const { machine, strategies } = await readSetup(values.profile, values.strategy as string[]);
  const start = values["start-state"] === undefined ? null : await readStart(values["start-state"]);
  const measured = values.compare === undefined ? [] : await readSnapshots(values.compare);
  const result = await replayTrace({
    trace,
    machine,
    strategies,
    start,
    completes: true,
    measured,
    onProgress: streams.progress,
  });
  streams.out(values.json ? `${JSON.stringify(asJson(result), null, 2)}\n` : replayText(result));
  // With strategies the machine is meant to differ from the one that was measured.
  if (measured.length === 0 || strategies.length > 0) return Exit.Ok;
  return result.snapshots.every(isWithin) && fallbacksAreWithin(result) ? Exit.Ok : Exit.NotMet;
}

async function readSetup(
  profile: string,
  files: string[],
): Promise<{ machine: MachineInput; strategies: StrategyInput[] }> {
  const fields = fieldsOf(await readJson(profile), profile);
  const strategies = await Promise.all(files.map(readJson));
  try {
    const { machine } = checkSetup({ machine: machineInput({ fields }).machine, strategies: [] });
    return { machine, strategies: checkSetup({ machine, strategies }).strategies };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [, index] = /^strategies\[?\.?(\d+)/.exec(error.path) ?? [];
    throw new BadInput(
      `${index === undefined ? profile : files[Number(index)]}: ${error.path}: ${error.sentence}`,
    );
  }
}

/** What `carveout profile` prints: {name, fields}. */
function fieldsOf(value: unknown, file: string): Parameters<typeof machineInput>[0]["fields"] {
  const fields = typeof value === "object" && value !== null && "fields" in value ? value.fields : undefined;
  if (typeof fields !== "object" || fields === null)
    throw new BadInput(`${file}: this is no profile; 'carveout profile DIR' makes one.`);
  return fields as Parameters<typeof machineInput>[0]["fields"];
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${file}: this is not JSON (${error instanceof Error ? error.message : error}).`);
  }
}

/** Typed arrays become lists. */
function asJson({ counts, events, ...rest }: ReplayResult) {
  return {
    ...rest,
    counts: { ...counts, tracedExtfrag: [...counts.tracedExtfrag] },
    events: { ...events, extfragOf: [...events.extfragOf] },
  };
}
