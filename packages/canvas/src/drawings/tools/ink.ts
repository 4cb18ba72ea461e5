import type { State } from "../../board/gesture";
import type { OwnTool } from "../../board/tool";
import { toScreen } from "../../camera/camera";
import type { Trace } from "../../people/peer";
import { distance } from "../../plane/geometry";
import { type InkPoint, inkPath } from "../ink";

export interface InkToolOptions {
  /** Token. */
  colour: string;
  /** Board pixels. */
  width: number;
  /** A stroke ends by itself after this many points; the pen goes on with the next one. */
  mostPoints: number;
  /** Board pixels; at most once per frame while it is drawn, null when it ends. */
  onTrace(trace: Trace | null): void;
  onStroke(points: readonly InkPoint[]): void;
}

/** Screen pixels that a pen must go before the next point counts. */
const STEP = 1;
/** Points that others see of a stroke while it is drawn: presence is small. */
const TRACED_POINTS = 120;

export function inkTool(options: InkToolOptions): OwnTool {
  const { colour, width } = options;
  return {
    name: "own",
    id: `ink ${colour} ${width}`,
    begin(easel, start) {
      let points: InkPoint[] = [{ ...easel.toBoard(start.screen), pressure: start.pressure }];
      const show = () => {
        easel.mark({
          sketch: (camera) => {
            const onScreen = points.map((point) => ({
              ...toScreen(camera, point),
              pressure: point.pressure,
            }));
            return [{ op: "path", d: inkPath(onScreen, width * camera.zoom), fill: colour }];
          },
        });
        options.onTrace({ kind: "ink", colour, width, points: thinned(points) });
      };
      const finish = () => {
        easel.mark({ sketch: null });
        options.onStroke(points);
        options.onTrace(null);
      };
      const self: State = {
        name: "own",
        cursor: "crosshair",
        move: (pointer) => {
          for (const { screen, pressure } of pointer.trail ?? [pointer]) {
            const point = { ...easel.toBoard(screen), pressure };
            const last = points.at(-1);
            if (last && distance(last, point) * easel.camera.zoom < STEP) continue;
            points.push(point);
            if (points.length < options.mostPoints) continue;
            finish();
            points = [point];
          }
          show();
          return self;
        },
        up: () => {
          finish();
          return null;
        },
        cancel: () => {
          easel.mark({ sketch: null });
          options.onTrace(null);
        },
      };
      show();
      return self;
    },
  };
}

/** Every so many points, the last one included. */
function thinned(points: readonly InkPoint[]): number[] {
  const step = Math.ceil(points.length / TRACED_POINTS);
  return points
    .filter((_, i) => i % step === 0 || i === points.length - 1)
    .flatMap(({ x, y }) => [Math.round(x), Math.round(y)]);
}
