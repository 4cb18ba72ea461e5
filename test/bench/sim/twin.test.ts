import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../../../packages/sim/src/numbers/random";
import { type Arena, arena } from "./arena";
import { Player } from "./machine";
import { compileTwin, runTwin, save } from "./processes";
import { churn, type Stream } from "./stream";

const MACHINES = 40;

let folder: string;
let twin: string | null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "carveout-twin-"));
  twin = compileTwin(resolve(import.meta.dirname, "twin.c"), folder);
  if (twin === null) console.warn("No C compiler: the agreement with the C twin was not checked.");
});

afterAll(() => rmSync(folder, { recursive: true }));

/** 32 to 288 MiB, holes in every zone, zone borders at any even frame. */
function randomArena(random: () => number): Arena {
  const frames = 8192 * (1 + (random() % 9));
  const ends = [2 * (random() % 1024) + 512, 2 * (random() % 2048) + 3072, frames];
  const free: { start: number; end: number }[] = [];
  for (let start = random() % 64; start < frames; ) {
    const end = Math.min(frames, start + 1 + (random() % 6000));
    free.push({ start, end });
    start = end + 1 + (random() % 40);
  }
  return arena(frames, 1 + (random() % 4), ends, free);
}

/** One after the other in one process, all machines: what the player answers and what the twin prints. */
function answers(stream: Stream, name: string) {
  const player = new Player(stream);
  player.prefill();
  for (let sample = 0; sample < stream.samples; sample++) player.sample(sample);
  const { heldBytes, ...own } = player.answers;
  expect(heldBytes).toBeGreaterThan(0);
  const [c] = twin === null ? [] : runTwin(twin, save(stream, folder, name), 1);
  return { own, c };
}

test("the C twin gives the same frames on overfull machines that fall back all the time", () => {
  if (twin === null) return;
  const generator = new Random(2026, 0);
  const random = () => generator.uint32();
  let failures = 0;
  let fallbacks = 0;
  for (let i = 0; i < MACHINES; i++) {
    const machine = randomArena(random);
    const stream = churn(machine, {
      seed: i,
      operations: 40_000,
      huge: 0,
      low: 0.8 + (random() % 20) / 100,
      high: 1.2,
      isWild: true,
    });
    const { own, c } = answers({ ...stream, samples: 100 }, `${i}`);
    expect(own, `machine ${i}, ${machine.frames} frames`).toMatchObject({
      hash: c?.hash,
      probes: c?.probes,
      failures: c?.failures,
      fallbacks: c?.fallbacks,
    });
    failures += own.failures;
    fallbacks += own.fallbacks;
  }
  console.log(
    `${MACHINES} machines agree with the C twin: ${fallbacks} fallbacks, ${failures} failed requests.`,
  );
  expect(fallbacks).toBeGreaterThan(1000);
  expect(failures).toBeGreaterThan(1000);
});
