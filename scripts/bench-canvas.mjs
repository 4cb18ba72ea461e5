// `npm run bench:canvas [items,items [seconds]]`: the canvas beside tldraw and Excalidraw, in one run; 0 items: the cards alone. Nothing here passes or fails.
// The two are no dependencies (tldraw's licence does not allow it): they are installed into a folder of their own, once.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { load } from "./lib/bundle.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

const PINNED = [
  "tldraw@5.4.2",
  "@tldraw/assets@5.4.2",
  "@excalidraw/excalidraw@0.18.1",
  "react@19.3.1",
  "react-dom@19.3.1",
];
const PEERS = ["tldraw", "excalidraw"];
const TYPES = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  json: "application/json",
  woff2: "font/woff2",
};

const counts = process.argv[2]
  ?.split(",")
  .map(Number)
  .filter((count) => count > 0);
const seconds = process.argv[3] === undefined ? undefined : Number(process.argv[3]);
process.env.CARVEOUT_CHROMIUM = await findChromium();
await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);

const folder = join(tmpdir(), "carveout-bench-canvas");
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "package.json"), '{ "private": true }');
await run("npm", ["install", "--no-audit", "--no-fund", "--save-exact", "--prefix", folder, ...PINNED]);
const modules = join(folder, "node_modules");
for (const peer of PEERS) {
  await build({
    entryPoints: [resolve(ROOT, `test/bench/canvas/${peer}.jsx`)],
    outfile: join(folder, "pages", `${peer}.js`),
    bundle: true,
    minify: true,
    format: "esm",
    jsx: "automatic",
    nodePaths: [modules],
    alias: { react: join(modules, "react"), "react-dom": join(modules, "react-dom") },
    conditions: ["production"],
    define: {
      "process.env.NODE_ENV": '"production"',
      "import.meta.env": '{"MODE":"production","DEV":false}',
    },
    loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
    logLevel: "error",
  });
  await writeFile(
    join(folder, "pages", `${peer}.html`),
    `<!doctype html><title>${peer}</title><link rel="stylesheet" href="${peer}.css"><div id="root"></div><script type="module" src="${peer}.js"></script>`,
  );
}
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://host");
  const assets = "/tldraw-assets/";
  const file = pathname.startsWith(assets)
    ? join(modules, "@tldraw/assets", pathname.slice(assets.length))
    : join(folder, "pages", pathname);
  const type = TYPES[file.split(".").at(-1)] ?? "application/octet-stream";
  await readFile(file).then(
    (bytes) => response.writeHead(200, { "content-type": type }).end(bytes),
    () => response.writeHead(404).end(),
  );
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address();

console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, headless Chromium without a GPU`,
);
const { main } = await load("test/bench/canvas/main.ts");
await main(
  PEERS.map((name) => ({ name, address: `http://localhost:${port}/${name}.html` })),
  counts,
  seconds,
);
process.exit(0);
