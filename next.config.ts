import type { NextConfig } from "next";

const config: NextConfig = {
  // The packages are consumed as TypeScript source.
  transpilePackages: ["@carveout/canvas", "@carveout/model", "@carveout/sim", "@carveout/wire"],
  // lib0 names Node's Buffer in branches that no browser takes; its stand-in would be 7 kB of every first load.
  turbopack: { resolveAlias: { "next/dist/compiled/buffer": { browser: "./app/no-buffer.ts" } } },
  poweredByHeader: false,
  devIndicators: false,
  // TypeScript 7 has no JavaScript API for Next to call.
  experimental: { useTypeScriptCli: true },
  // `npm test` checks the types of the whole repository; starting the product must not wait for that.
  typescript: { ignoreBuildErrors: true },
};

export default config;
