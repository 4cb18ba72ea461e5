import type { State } from "../../board/gesture";
import type { Easel, OwnTool } from "../../board/tool";
import { traceCommands } from "../../draw/overlay/trace";
import type { Trace } from "../../people/peer";
import type { Point } from "../../plane/geometry";

/** How long a place stays lit. */
const LIT_MS = 900;
const WIDTH = 4;
/** Others see this many of the newest places: presence is small. */
const TRACED_POINTS = 120;

export interface LaserOptions {
  /** Token: a person's colour. */
  colour: string;
  onTrace(trace: Trace | null): void;
}

/** Points at things while it is pressed; the trail fades by itself and is never kept. */
export function laserTool({ colour, onTrace }: LaserOptions): OwnTool {
  const trail: (Point & { atMs: number })[] = [];
  let frame = 0;
  const light = (easel: Easel) => {
    const traced = trail.slice(-TRACED_POINTS).flatMap(({ x, y }) => [Math.round(x), Math.round(y)]);
    const trace: Trace = { kind: "laser", colour, width: WIDTH, points: traced };
    easel.mark({ sketch: trail.length === 0 ? null : (camera) => traceCommands(trace, camera) });
    onTrace(trail.length === 0 ? null : trace);
  };
  const fade = (easel: Easel) => {
    const since = performance.now() - LIT_MS;
    while (trail[0] && trail[0].atMs < since) trail.shift();
    light(easel);
    frame = trail.length === 0 ? 0 : requestAnimationFrame(() => fade(easel));
  };
  return {
    name: "own",
    id: `laser ${colour}`,
    begin(easel, start) {
      const add = (screen: Point) => {
        trail.push({ ...easel.toBoard(screen), atMs: performance.now() });
        if (frame === 0) frame = requestAnimationFrame(() => fade(easel));
      };
      const self: State = {
        name: "own",
        cursor: "crosshair",
        move: (pointer) => {
          for (const { screen } of pointer.trail ?? [pointer]) add(screen);
          return self;
        },
        up: () => null,
      };
      add(start.screen);
      return self;
    },
  };
}
