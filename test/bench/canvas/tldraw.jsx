// A page of tldraw with the scene of scene.ts. Built by scripts/bench-canvas.mjs, in a folder where tldraw is installed.
import { getAssetUrls } from "@tldraw/assets/selfHosted";
import { createRoot } from "react-dom/client";
import { createShapeId, Tldraw, toRichText } from "tldraw";
import "tldraw/tldraw.css";
import { boxes, cardBoxes, cardText } from "./scene";

const asked = new URLSearchParams(location.search);
const isCards = asked.has("cards");
const all = isCards ? cardBoxes(Number(asked.get("cards"))) : boxes(Number(asked.get("count")));
const id = (n) => createShapeId(`box-${n}`);

function start(editor) {
  editor.createShapes(
    all.map(({ x, y, w, h }, n) => ({
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
        dash: "solid",
        ...(isCards && { richText: toRichText(cardText(n)) }),
      },
    })),
  );
  editor.setCamera({ x: 0, y: 0, z: 1 });
  window.bench = {
    isReady: false,
    zoom: () => editor.getZoomLevel(),
    reset: () => editor.setCamera({ x: 0, y: 0, z: 1 }),
    edit(index, n) {
      const shape = editor.store.get(id(index));
      if (shape === undefined) return false;
      editor.store.mergeRemoteChanges(() => editor.store.put([{ ...shape, x: all[index].x + (n % 7) }]));
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
