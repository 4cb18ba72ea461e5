// A page of tldraw with the scene of scene.ts. Built by scripts/bench-canvas.mjs, in a folder where tldraw is installed.
import { getAssetUrls } from "@tldraw/assets/selfHosted";
import { createRoot } from "react-dom/client";
import { createShapeId, Tldraw, toRichText } from "tldraw";
import "tldraw/tldraw.css";

/** Put here by main.ts (PeerScene). */
const { boxes, camera } = window.benchScene;
const id = (n) => createShapeId(`box-${n}`);

function start(editor) {
  const reset = () => editor.setCamera({ x: -camera.x, y: -camera.y, z: camera.zoom });
  editor.createShapes(
    boxes.map(({ x, y, w, h, text }, n) => ({
      id: id(n),
      type: "geo",
      x,
      y,
      props: {
        geo: "rectangle",
        w,
        h,
        fill: "solid",
        size: "s",
        // Letters of 12 px, as on our cards.
        scale: 12 / 18,
        dash: "solid",
        ...(text !== undefined && { richText: toRichText(text), align: "start", verticalAlign: "start" }),
      },
    })),
  );
  reset();
  window.bench = {
    isReady: false,
    zoom: () => editor.getZoomLevel(),
    reset,
    edit(index, n) {
      const shape = editor.store.get(id(index));
      if (shape === undefined) return false;
      editor.store.mergeRemoteChanges(() => editor.store.put([{ ...shape, x: boxes[index].x + (n % 7) }]));
      return true;
    },
  };
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      window.bench.isReady = true;
    }),
  );
}

createRoot(document.getElementById("root")).render(
  <div style={{ position: "fixed", inset: 0 }}>
    <Tldraw
      onMount={start}
      assetUrls={getAssetUrls({ baseUrl: "/tldraw-assets/" })}
      options={{ maxShapesPerPage: 20_000 }}
    />
  </div>,
);
