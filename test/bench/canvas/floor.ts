/**
 * A page that takes the same path and draws nothing: it listens as any board must, and moves one empty element a frame. What it costs is the
 * browser's, the wheel's and the measurement's.
 */
const HTML = `<!doctype html><title>floor</title>
<style>body { margin: 0; overflow: clip } #layer { position: absolute; will-change: transform; transform-origin: 0 0 }</style>
<div id="layer"></div>
<script type="module">
const { camera } = window.benchScene;
const layer = document.getElementById("layer");
let { x, y, zoom } = camera;
let isAsked = false;
function ask() {
  if (!isAsked) requestAnimationFrame(draw);
  isAsked = true;
}
function draw() {
  isAsked = false;
  layer.style.transform = \`translate(\${-x * zoom}px, \${-y * zoom}px) scale(\${zoom})\`;
}
addEventListener("wheel", (event) => {
  event.preventDefault();
  if (event.ctrlKey) zoom *= Math.exp(-event.deltaY / 100);
  else { x += event.deltaX / zoom; y += event.deltaY / zoom; }
  ask();
}, { passive: false });
addEventListener("pointermove", (event) => {
  if (event.buttons === 1) { x += event.movementX; ask(); }
});
window.bench = {
  isReady: true,
  zoom: () => zoom,
  reset() { ({ x, y, zoom } = camera); ask(); },
  edit() { ask(); return true; },
};
</script>`;

export const FLOOR_PAGE = `data:text/html,${encodeURIComponent(HTML)}`;
