import { eraserTool, inkTool, laserTool, shapeDrawing } from "@carveout/canvas/drawings";
import { type Fields, type Form, keyAbove, MAX_STROKE_POINTS } from "@carveout/model";
import type { Whiteboard } from "../canvas/whiteboard";
import { asStep } from "../fields";
import { COLOUR_TOKENS, STROKE_PIXELS } from "./looks";
import { pen } from "./pen";
import { shapeLook } from "./pictures";
import { strokeItem } from "./stroke-item";

/** The tools for what is drawn and written by hand, as the tool bar starts them. */

export function startShape(whiteboard: Whiteboard, form: Form): void {
  const isLine = form === "line" || form === "arrow";
  const fields: Fields = form === "rectangle" ? {} : { form };
  whiteboard.startPlacing(
    { kind: "shape", text: "", fields },
    {
      variant: form,
      spans: isLine ? "line" : "box",
      sketch: (start) =>
        shapeDrawing(shapeLook({ kind: "shape", text: "", fields: { ...fields, start } }, false)),
    },
  );
}

export function startText(whiteboard: Whiteboard): void {
  whiteboard.startPlacing({ kind: "text", text: "", fields: {} }, { spans: "box" });
}

/** A new frame comes after all others when they are shown one after the other. */
export function startFrame(whiteboard: Whiteboard): void {
  const { items } = whiteboard.session;
  const orders = (items.ids.get().get("frame") ?? []).map((id) => {
    const frame = items.item(id);
    return frame?.kind === "frame" ? frame.order : undefined;
  });
  whiteboard.startPlacing({ kind: "frame", order: keyAbove(orders) }, { spans: "box" });
}

export function startInk(whiteboard: Whiteboard): void {
  const { session, engine } = whiteboard;
  const { colour, stroke } = pen.get();
  const width = STROKE_PIXELS[stroke];
  engine.setTool(
    inkTool({
      colour: COLOUR_TOKENS[colour],
      width,
      mostPoints: MAX_STROKE_POINTS,
      onTrace: (trace) => session.setTrace(trace),
      onStroke: (points) =>
        asStep(session, () =>
          session.edits.add({
            kind: "ink",
            ...strokeItem(points, width),
            z: session.edits.topOrder(),
            fields: { colour, stroke },
          }),
        ),
    }),
  );
}

export function startEraser({ engine, session }: Whiteboard): void {
  engine.setTool(eraserTool("ink", (ids) => asStep(session, () => session.edits.remove(ids))));
}

export function startLaser({ engine, session }: Whiteboard): void {
  const colour = `p-${session.identity.get()?.colour ?? 1}`;
  engine.setTool(laserTool({ colour, onTrace: (trace) => session.setTrace(trace) }));
}
