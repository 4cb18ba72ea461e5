import type { State } from "../../board/gesture";
import type { OwnTool } from "../../board/tool";
import type { Point } from "../../plane/geometry";

/** Screen pixels between two places that are looked at: a quick stroke of the eraser leaves nothing out. */
const STEP = 4;

/** Takes away whole items of one kind that it passes over, at its release; Escape brings them back. */
export function eraserTool(kind: string, onErase: (ids: readonly string[]) => void): OwnTool {
  return {
    name: "own",
    id: "eraser",
    begin(easel, start) {
      const erased = new Set<string>();
      let last = start.screen;
      const pass = (to: Point) => {
        const steps = Math.max(1, Math.ceil(Math.hypot(to.x - last.x, to.y - last.y) / STEP));
        for (let i = 1; i <= steps; i++) {
          const part = i / steps;
          const at = { x: last.x + (to.x - last.x) * part, y: last.y + (to.y - last.y) * part };
          const target = easel.hit(easel.toBoard(at));
          const item = target.kind === "item" ? easel.scene.item(target.id) : undefined;
          if (item?.kind === kind && item.movable) erased.add(item.id);
        }
        last = to;
        easel.mark({ erased: new Set(erased) });
      };
      const done = () => easel.mark({ erased: new Set() });
      const self: State = {
        name: "own",
        cursor: "cell",
        move: (pointer) => {
          for (const { screen } of pointer.trail ?? [pointer]) pass(screen);
          return self;
        },
        up: () => {
          if (erased.size > 0) onErase([...erased]);
          done();
          return null;
        },
        cancel: done,
      };
      pass(start.screen);
      return self;
    },
  };
}
