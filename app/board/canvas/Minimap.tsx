import { readPalette } from "@carveout/canvas";
import { type PointerEvent, useEffect, useRef } from "react";
import { onThemeChange } from "../../ui/theme";
import { useSession } from "../session";
import { useWhiteboard } from "./context";

const WIDTH = 168;
const HEIGHT = 92;
const PADDING = 8;

/** The whole board in small, with what the view shows; a press there moves the view. */
export function Minimap() {
  const { engine } = useWhiteboard();
  const { items } = useSession();
  const ref = useRef<HTMLCanvasElement>(null);
  const scale = useRef({ x: 0, y: 0, factor: 1 });

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (canvas == null || context == null) return;
    let palette = readPalette(canvas.parentElement ?? document.body);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { items, bounds, view } = engine.miniature();
      const factor = Math.min((WIDTH - 2 * PADDING) / bounds.w, (HEIGHT - 2 * PADDING) / bounds.h);
      const x = (WIDTH - bounds.w * factor) / 2 - bounds.x * factor;
      const y = (HEIGHT - bounds.h * factor) / 2 - bounds.y * factor;
      scale.current = { x, y, factor };
      const density = devicePixelRatio;
      canvas.width = WIDTH * density;
      canvas.height = HEIGHT * density;
      context.setTransform(density, 0, 0, density, 0, 0);
      for (const box of items) {
        context.fillStyle = box.tone === "note" ? palette.note : palette["line-strong"];
        context.globalAlpha = box.tone === "note" ? 1 : 0.55;
        context.fillRect(
          x + box.x * factor,
          y + box.y * factor,
          Math.max(2, box.w * factor),
          Math.max(2, box.h * factor),
        );
      }
      context.globalAlpha = 1;
      context.strokeStyle = palette.accent;
      context.lineWidth = 1.5;
      context.strokeRect(x + view.x * factor, y + view.y * factor, view.w * factor, view.h * factor);
    };
    const request = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const repaint = () => {
      palette = readPalette(canvas.parentElement ?? document.body);
      request();
    };
    const stops = [
      engine.subscribeCamera(request),
      items.onChange(() => setTimeout(request, 50)),
      onThemeChange(repaint),
    ];
    request();
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [engine, items]);

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x, y, factor } = scale.current;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { view } = engine.miniature();
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
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={go}
      onPointerMove={go}
    />
  );
}
