import { miniatureOf, readPalette, union } from "@carveout/canvas";
import { type PointerEvent, useEffect, useRef } from "react";
import { onThemeChange } from "../../ui/theme";
import { useSession } from "../session";
import { useWhiteboard } from "./context";
import { ItemsPicture, type Scale, scaleFor } from "./miniature";

const SIZE = { w: 168, h: 92 };
const PADDING = 8;
/** Between two pictures while the view moves: small as it is, nobody sees more, and each costs a frame time. */
const VIEW_MS = 66;
/** Between two while items come and move: thousands take as long as half a frame has. */
const ITEMS_MS = 1000;

/** The whole board in small, with what the view shows; a press there moves the view. */
export function Minimap() {
  const { engine } = useWhiteboard();
  const session = useSession();
  const ref = useRef<HTMLCanvasElement>(null);
  const scale = useRef<Scale>({ x: 0, y: 0, factor: 1 });

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (canvas == null || context == null) return;
    let palette = readPalette(canvas.parentElement ?? document.body);
    const picture = new ItemsPicture(SIZE);
    let { extent, ...items } = miniatureOf(engine.scene);
    const draw = () => {
      const view = engine.viewBox();
      const seen = scaleFor(union([view, ...(extent ? [extent] : [])]) ?? view, SIZE, PADDING);
      const density = devicePixelRatio;
      picture.keep(items, scaleFor(extent ?? view, SIZE, PADDING), palette, density);
      scale.current = seen;
      const { x, y, factor } = seen;
      context.setTransform(1, 0, 0, 1, 0, 0);
      if (canvas.width !== picture.canvas.width || canvas.height !== picture.canvas.height)
        Object.assign(canvas, { width: picture.canvas.width, height: picture.canvas.height });
      else context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(density, 0, 0, density, 0, 0);
      const part = factor / picture.scale.factor;
      const [left, top] = [x - picture.scale.x * part, y - picture.scale.y * part];
      context.drawImage(picture.canvas, left, top, SIZE.w * part, SIZE.h * part);
      context.strokeStyle = palette.accent;
      context.lineWidth = 1.5;
      context.strokeRect(x + view.x * factor, y + view.y * factor, view.w * factor, view.h * factor);
    };
    const look = paced(VIEW_MS, draw);
    const count = paced(ITEMS_MS, () => {
      ({ extent, ...items } = miniatureOf(engine.scene));
      draw();
    });
    const repaint = () => {
      palette = readPalette(canvas.parentElement ?? document.body);
      draw();
    };
    const stops = [
      engine.subscribeCamera(look.request),
      session.items.onChange(count.request),
      onThemeChange(repaint),
      look.stop,
      count.stop,
    ];
    draw();
    return () => {
      for (const stop of stops) stop();
    };
  }, [engine, session]);

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y, factor } = scale.current;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const view = engine.viewBox();
    engine.setCamera({
      x: (event.clientX - left - x) / factor - view.w / 2,
      y: (event.clientY - top - y) / factor - view.h / 2,
      zoom: engine.camera().zoom,
    });
  };
  return (
    <canvas
      ref={ref}
      aria-hidden
      className="block"
      style={{ width: SIZE.w, height: SIZE.h }}
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}

/** Draws at the next frame once this long has passed since it was asked to, however often that is. */
function paced(ms: number, draw: () => void): { request: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let frame = 0;
  const atFrame = () => {
    timer = null;
    draw();
  };
  return {
    request() {
      timer ??= setTimeout(() => {
        frame = requestAnimationFrame(atFrame);
      }, ms);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      cancelAnimationFrame(frame);
    },
  };
}
