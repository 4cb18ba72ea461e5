import type { Board } from "../../board";
import { traceCommands } from "../../draw/trace";
import type { State } from "../../tools/state";
import type { OwnTool, Point, Trace } from "../../types";

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
  const light = (board: Board) => {
    const traced = trail.slice(-TRACED_POINTS).flatMap(({ x, y }) => [Math.round(x), Math.round(y)]);
    const trace: Trace = { kind: "laser", colour, width: WIDTH, points: traced };
    board.mark({ sketch: trail.length === 0 ? null : (camera) => traceCommands(trace, camera) });
    onTrace(trail.length === 0 ? null : trace);
  };
  const fade = (board: Board) => {
    const since = performance.now() - LIT_MS;
    while (trail[0] && trail[0].atMs < since) trail.shift();
    light(board);
    frame = trail.length === 0 ? 0 : requestAnimationFrame(() => fade(board));
  };
  return {
    name: "own",
    id: `laser ${colour}`,
    begin(board, start) {
      const add = (screen: Point) => {
        trail.push({ ...board.toBoard(screen), atMs: performance.now() });
        if (frame === 0) frame = requestAnimationFrame(() => fade(board));
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
