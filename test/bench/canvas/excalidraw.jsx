// A page of Excalidraw with the scene of scene.ts. Built by scripts/bench-canvas.mjs, in a folder where Excalidraw is installed.
import { CaptureUpdateAction, convertToExcalidrawElements, Excalidraw } from "@excalidraw/excalidraw";
import { createRoot } from "react-dom/client";
import "@excalidraw/excalidraw/index.css";
import { boxes, cardBoxes, cardText } from "./scene";

const asked = new URLSearchParams(location.search);
const isCards = asked.has("cards");
const all = isCards ? cardBoxes(Number(asked.get("cards"))) : boxes(Number(asked.get("count")));
const elements = convertToExcalidrawElements(
  all.map(({ x, y, w, h }, n) => ({
    id: `box-${n}`,
    type: "rectangle",
    x,
    y,
    width: w,
    height: h,
    backgroundColor: "#d0ebff",
    fillStyle: "solid",
    roughness: 0,
    ...(isCards && { label: { text: cardText(n), fontSize: 14 } }),
  })),
  { regenerateIds: false },
);

function start(api) {
  window.bench = {
    isReady: false,
    zoom: () => api.getAppState().zoom.value,
    reset: () => api.updateScene({ appState: { scrollX: 0, scrollY: 0, zoom: { value: 1 } } }),
    edit(index, n) {
      const elements = api
        .getSceneElements()
        .map((element) =>
          element.id === `box-${index}`
            ? { ...element, x: all[index].x + (n % 7), version: element.version + 1, versionNonce: n + 1 }
            : element,
        );
      api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
      return true;
    },
  };
  setTimeout(
    () =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          window.bench.isReady = true;
        }),
      ),
    500,
  );
}

createRoot(document.getElementById("root")).render(
  <div style={{ position: "fixed", inset: 0 }}>
    <Excalidraw
      excalidrawAPI={start}
      initialData={{ elements, appState: { scrollX: 0, scrollY: 0, zoom: { value: 1 } } }}
    />
  </div>,
);
