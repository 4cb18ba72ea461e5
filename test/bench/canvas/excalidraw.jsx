// A page of Excalidraw with the scene of scene.ts. Built by scripts/bench-canvas.mjs, in a folder where Excalidraw is installed.
import { CaptureUpdateAction, convertToExcalidrawElements, Excalidraw } from "@excalidraw/excalidraw";
import { createRoot } from "react-dom/client";
import "@excalidraw/excalidraw/index.css";

/** Put here by main.ts (PeerScene). */
const { boxes, camera } = window.benchScene;
const elements = convertToExcalidrawElements(
  boxes.map(({ x, y, w, h, text }, n) => ({
    id: `box-${n}`,
    type: "rectangle",
    x,
    y,
    width: w,
    height: h,
    backgroundColor: "#d0ebff",
    fillStyle: "solid",
    roughness: 0,
    ...(text !== undefined && { label: { text, fontSize: 12, textAlign: "left", verticalAlign: "top" } }),
  })),
  { regenerateIds: false },
);
const view = { scrollX: -camera.x, scrollY: -camera.y, zoom: { value: camera.zoom } };

function start(api) {
  window.bench = {
    isReady: false,
    zoom: () => api.getAppState().zoom.value,
    reset: () => api.updateScene({ appState: view }),
    edit(index, n) {
      const elements = api
        .getSceneElements()
        .map((element) =>
          element.id === `box-${index}`
            ? { ...element, x: boxes[index].x + (n % 7), version: element.version + 1, versionNonce: n + 1 }
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
    <Excalidraw excalidrawAPI={start} initialData={{ elements, appState: view }} />
  </div>,
);
