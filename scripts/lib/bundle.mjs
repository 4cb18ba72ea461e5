import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./paths.mjs";

/**
 * Bundles TypeScript for Node: our own packages are inlined, what comes from the registry stays in node_modules.
 * @param {Record<string, string>} entries output name without extension -> source file, relative to the top folder
 * @param {string} outdir
 */
export async function bundle(entries, outdir) {
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    // Constants of other modules as numbers: a bundle's own would be variables, fetched and checked at every use. That is for
    // literals at the very top of a module without imports. And tsconfig.json keeps fields that a class only declares out of
    // the code (useDefineForClassFields): were they undefined first, the engine would trust neither their type nor that they
    // stay as they are, and check both at every use. The page allocator takes up to a quarter less time for it.
    minifySyntax: true,
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [keepRegistryPackagesOutside],
  });
}

const keepRegistryPackagesOutside = {
  name: "registry-packages-outside",
  setup(pipeline) {
    pipeline.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@carveout/") ? undefined : { path, external: true },
    );
  },
};

/**
 * Runs one TypeScript file of ours and returns what it exports.
 * @param {string} source
 * @param {string[]} threads files that it starts threads or processes from: they are bundled beside it, each under its path with dashes
 */
export async function load(source, ...threads) {
  await mkdir(OUT, { recursive: true });
  await bundle(Object.fromEntries([source, ...threads].map((file) => [nameOf(file), file])), OUT);
  return import(pathToFileURL(fileOf(source)).href);
}

const OUT = resolve(ROOT, "node_modules/.cache/carveout");

/** Where a file that was loaded, or bundled beside one, lies. */
export const fileOf = (source) => resolve(OUT, `${nameOf(source)}.js`);

const nameOf = (source) => source.replaceAll(/[^a-z0-9]+/gi, "-");
